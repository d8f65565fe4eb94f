import { Button, Paper, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Redirect, useLocation, useSearchParams } from 'wouter';
import { type Named, useCampaignChoices } from '../api/choices';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { useFocusOnFault } from '../shell/focus-on-fault';
import { Waiting } from '../shell/loaded';
import { Page } from '../shell/page';
import { text } from '../text';
import { CREATE_CAMPAIGN, PIXEL_NAME } from './queries';

const words = text.campaigns.newRule;
/** The choice of a campaign that is yet to be made. */
const NEW = '';

/** `/rules/new?pixel=ID`: on to the rule form of the only campaign; else asks in which one. */
export default function NewRulePage() {
  const [search] = useSearchParams();
  const pixelId = search.get('pixel');
  const { nodes, error, retry } = useCampaignChoices();
  const formOf = (campaignId: string) => {
    const query = pixelId === null ? '' : `?pixel=${encodeURIComponent(pixelId)}`;
    return `/campaigns/${campaignId}/marketing/new${query}`;
  };
  const only = nodes?.length === 1 ? nodes[0] : undefined;
  if (only) return <Redirect to={formOf(only.id)} replace />;
  return (
    <Page title={words.title} intro={<Intro pixelId={pixelId} />}>
      <ErrorNote error={error} retry={retry} />
      {nodes === null ? !error && <Waiting /> : <ChooseCampaign campaigns={nodes} formOf={formOf} />}
    </Page>
  );
}

function Intro({ pixelId }: { pixelId: string | null }) {
  const [{ data }] = useQuery({ query: PIXEL_NAME, variables: { id: pixelId ?? '' }, pause: pixelId === null });
  return (
    <>
      {words.intro} {data?.pixel && words.for(data.pixel.name)}
    </>
  );
}

interface ChooseCampaignProps {
  /** Newest first; none for who begins. */
  campaigns: readonly Named[];
  formOf: (campaignId: string) => string;
}

function ChooseCampaign({ campaigns, formOf }: ChooseCampaignProps) {
  const [chosen, choose] = useState(campaigns[0]?.id ?? NEW);
  const first = campaigns.length === 0;
  const [name, setName] = useState(first ? words.suggested : '');
  const [{ fetching, error }, create] = useMutation(CREATE_CAMPAIGN);
  const [, go] = useLocation();
  const form = useFocusOnFault(error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const id = chosen === NEW ? (await create({ input: { name: name.trim() } })).data?.createCampaign.id : chosen;
    // Going back from the form is not to make a second campaign.
    if (id) go(formOf(id), { replace: true });
  };
  return (
    <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={560}>
      <form onSubmit={submit} noValidate ref={form}>
        <Stack align="flex-start">
          {!first && (
            <Select
              label={words.which}
              w="100%"
              searchable
              allowDeselect={false}
              data={[
                ...campaigns.map(({ id, name: label }) => ({ value: id, label })),
                { value: NEW, label: words.another },
              ]}
              value={chosen}
              onChange={(id) => choose(id ?? NEW)}
            />
          )}
          {chosen === NEW && (
            <TextInput
              label={first ? words.first : words.anotherName}
              description={words.firstHint}
              required
              w="100%"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={byPath(faultsOf(error)).name}
            />
          )}
          <ErrorNote error={error} shownPaths={['name']} />
          <Button type="submit" loading={fetching}>
            {words.go}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
