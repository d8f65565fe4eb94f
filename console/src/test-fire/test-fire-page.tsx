import { Button, Grid, Group, Loader, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { byPath, faultsOf } from '../api/errors';
import type { ResultOf } from '../api/graphql';
import { LeadSelect } from '../leads/lead-select';
import { useNewestLead } from '../leads/use-newest-lead';
import { ErrorNote } from '../shell/error-note';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { text } from '../text';
import { RULES, TEST_FIRE, type TestableRule } from './queries';
import { Result } from './result';

const words = text.testFire;

export default function TestFirePage() {
  const [search] = useSearchParams();
  const [result, reload] = useQuery({ query: RULES, variables: { named: search.get('rule') ?? '' } });
  return (
    <Page title={words.title} intro={words.intro}>
      <Loaded result={result} retry={() => reload({ requestPolicy: 'network-only' })}>
        {({ pixelRules, named, platforms }) => {
          const isListed = pixelRules.nodes.some(({ id }) => id === named?.id);
          const rules = named && !named.deletedAt && !isListed ? [named, ...pixelRules.nodes] : pixelRules.nodes;
          return rules.length === 0 ? <NoRules /> : <TestFire rules={rules} platforms={platforms} />;
        }}
      </Loaded>
    </Page>
  );
}

function NoRules() {
  return (
    <Stack align="flex-start">
      <Text>{words.noRules}</Text>
      <Button component={Link} href="/rules/new">
        {words.makeRule}
      </Button>
    </Stack>
  );
}

interface TestFireProps {
  rules: readonly TestableRule[];
  platforms: ResultOf<typeof RULES>['platforms'];
}

/** Rule and lead stand in the address; the code does not, it is nobody else's business. */
function TestFire({ rules, platforms }: TestFireProps) {
  const [search, setSearch] = useSearchParams();
  const [code, setCode] = useState('');
  const [{ fetching, error, data, operation }, fire] = useMutation(TEST_FIRE);
  const leadBox = useRef<HTMLDivElement>(null);
  const rule = chosenRule(rules, search.get('rule'));
  const platform = platforms.find((info) => info.platform === rule?.pixel.platform);
  const { newest } = useNewestLead(rule?.campaign.id ?? null);
  // The sample lead, once it is chosen, stands there as an empty name.
  const leadId = search.has('lead') ? search.get('lead') || null : newest;
  const faults = byPath(faultsOf(error));
  const set = (changes: Record<string, string>) =>
    setSearch((before) => new URLSearchParams({ ...Object.fromEntries(before), ...changes }), { replace: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!rule || leadId === undefined) return;
    const testEventCode = platform?.takesTestEventCode && code.trim() !== '' ? code.trim() : null;
    fire({ input: { ruleId: rule.id, leadId, testEventCode } });
  };
  const isLive = rule?.pixel.endpoint === 'LIVE';
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <Select
              label={words.rule}
              placeholder={words.chooseRule}
              searchable
              allowDeselect={false}
              data={rules.map(({ id, name, campaign }) => ({
                value: id,
                label: `${name} · ${campaign.name}`,
              }))}
              value={rule?.id ?? null}
              onChange={(id) => id && set({ rule: id })}
              error={faults.ruleId ?? (rule === null ? words.noSuchRule : undefined)}
            />
            <div ref={leadBox}>
              <LeadSelect
                campaignId={rule?.campaign.id ?? null}
                value={leadId ?? null}
                change={(chosen) => set({ lead: chosen ?? '' })}
                error={faults.leadId}
              />
            </div>
            {platform?.takesTestEventCode && (
              <TextInput
                label={words.code}
                description={isLive && code.trim() === '' ? words.codeNeeded : words.codeHint}
                autoComplete="off"
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                error={faults.testEventCode}
              />
            )}
            <ErrorNote error={error} shownPaths={['ruleId', 'leadId', 'testEventCode']} />
            <Button type="submit" disabled={rule === null || leadId === undefined} loading={fetching} w="fit-content">
              {words.fire}
            </Button>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        {fetching && <Running />}
        {!fetching && data && (
          <Result
            result={data.testFire}
            platform={labelOf(platforms, data.testFire.firing.platform)}
            isSample={!operation?.variables.input.leadId}
            chooseLead={() => leadBox.current?.querySelector('input')?.focus()}
          />
        )}
      </Grid.Col>
    </Grid>
  );
}

/** The rule that the address names; where it names none, the newest. */
function chosenRule(rules: readonly TestableRule[], id: string | null): TestableRule | null {
  if (id === null) return rules[0] ?? null;
  return rules.find((rule) => rule.id === id) ?? null;
}

function labelOf(platforms: TestFireProps['platforms'], code: string): string {
  return platforms.find(({ platform }) => platform === code)?.label ?? code;
}

function Running() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Group gap="sm">
      <Loader size="sm" aria-hidden />
      <Text role="status">{words.running(seconds)}</Text>
    </Group>
  );
}
