import { Anchor, Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { Moment } from '../shell/moment';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { CAMPAIGNS, CREATE_CAMPAIGN } from './queries';

const words = text.campaigns;

export default function CampaignsPage() {
  const [pages, setPages] = useState<(string | null)[]>([null]);
  const more = (cursor: string) => setPages((before) => [...before, cursor]);
  return (
    <Page title={words.title} intro={words.intro} actions={<CreateCampaign />}>
      <Table className="cards" verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.name}</Table.Th>
            <Table.Th>{words.columns.rules}</Table.Th>
            <Table.Th>{words.columns.created}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pages.map((after, index) => (
            <Rows key={after ?? ''} after={after} more={index === pages.length - 1 ? more : null} />
          ))}
        </Table.Tbody>
      </Table>
    </Page>
  );
}

interface RowsProps {
  after: string | null;
  /** Asks for the page after this one, where it is the last that is shown. */
  more: ((cursor: string) => void) | null;
}

function Rows({ after, more }: RowsProps) {
  const [result, reload] = useQuery({ query: CAMPAIGNS, variables: { after } });
  const { nodes = [], pageInfo } = result.data?.campaigns ?? {};
  return (
    <>
      {nodes.map(({ id, name, rules, createdAt }) => (
        <Table.Tr key={id}>
          <Table.Td miw={160} className="anywhere">
            <Anchor component={Link} href={`/campaigns/${id}/marketing`} fw={600}>
              {name}
            </Anchor>
          </Table.Td>
          <Table.Td data-label={words.columns.rules}>
            {words.ruleCount(rules.filter(({ enabled }) => enabled).length, rules.length)}
          </Table.Td>
          <Table.Td data-label={words.columns.created}>
            <Moment at={createdAt} />
          </Table.Td>
        </Table.Tr>
      ))}
      {(!result.data || nodes.length === 0 || (more && pageInfo?.hasNextPage)) && (
        <Table.Tr>
          <Table.Td colSpan={3}>
            <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
              {() =>
                pageInfo?.hasNextPage && more ? (
                  <Button variant="default" size="xs" onClick={() => more(pageInfo.endCursor ?? '')}>
                    {text.common.more}
                  </Button>
                ) : (
                  <Text>{words.empty}</Text>
                )
              }
            </Loaded>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function CreateCampaign() {
  const [opened, { open, close }] = useDisclosure();
  const [name, setName] = useState('');
  const [{ fetching, error }, create] = useMutation(CREATE_CAMPAIGN);
  const [, go] = useLocation();
  const faults = byPath(faultsOf(error));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await create({ input: { name: name.trim() } });
    if (!data) return;
    tell(words.created(data.createCampaign.name));
    go(`/campaigns/${data.createCampaign.id}/marketing`);
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={open}>
        {words.create}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={words.create}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              label={words.name}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={faults.name}
            />
            <ErrorNote error={error} shownPaths={['name']} />
            <Group>
              <Button type="submit" loading={fetching}>
                {words.create}
              </Button>
              <Button variant="default" onClick={close}>
                {text.common.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
