import { Alert, Grid } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { useLocation, useSearchParams } from 'wouter';
import { Loaded } from '../shell/loaded';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { Crumbs } from './crumbs';
import { Preview } from './preview';
import { CHOICES, type Choices, CREATE_RULE, RULE, type Rule, UPDATE_RULE } from './queries';
import { draftOf, inputOf, newDraft } from './rule-draft';
import { RuleForm } from './rule-form';

const words = text.campaigns.rule;
const NEW = 'new';

/** A rule to make (`new`, perhaps after another's example) or to edit. */
export default function RulePage({ campaignId, ruleId }: { campaignId: string; ruleId: string }) {
  const [search] = useSearchParams();
  const source = ruleId === NEW ? search.get('from') : ruleId;
  const variables = useMemo(() => ({ id: source ?? '' }), [source]);
  const [choices, reload] = useQuery({ query: CHOICES, variables: { campaignId } });
  const [rule, reloadRule] = useQuery({ query: RULE, variables, pause: source === null });
  return (
    <Loaded result={choices} retry={() => reload({ requestPolicy: 'network-only' })}>
      {(chosen) => {
        if (chosen.campaign === null) return <NotFound>{text.campaigns.none}</NotFound>;
        if (source === null) return <Editor campaignId={campaignId} choices={chosen} rule={null} isNew />;
        return (
          <Loaded result={rule} retry={() => reloadRule({ requestPolicy: 'network-only' })}>
            {({ pixelRule }) =>
              pixelRule ? (
                <Editor campaignId={campaignId} choices={chosen} rule={pixelRule} isNew={ruleId === NEW} />
              ) : (
                <NotFound>{words.none}</NotFound>
              )
            }
          </Loaded>
        );
      }}
    </Loaded>
  );
}

interface EditorProps {
  campaignId: string;
  choices: Choices;
  /** The rule to edit, or the example of a new one. */
  rule: Rule | null;
  isNew: boolean;
}

function draftFrom({ choices, rule, isNew }: EditorProps) {
  if (rule === null) return newDraft(choices);
  return isNew ? { ...draftOf(rule), name: words.copyOf(rule.name) } : draftOf(rule);
}

function Editor(props: EditorProps) {
  const { campaignId, choices, rule, isNew } = props;
  const [draft, setDraft] = useState(() => draftFrom(props));
  const [creating, create] = useMutation(CREATE_RULE);
  const [updating, update] = useMutation(UPDATE_RULE);
  const [, go] = useLocation();
  const list = `/campaigns/${campaignId}/marketing`;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { campaignId: _campaign, ...changes } = inputOf(draft, campaignId);
    const saved = isNew
      ? (await create({ input: { ...changes, campaignId } })).data?.createPixelRule
      : (await update({ id: rule?.id ?? '', input: changes })).data?.updatePixelRule;
    if (!saved) return;
    tell(words.saved(saved.name));
    go(list);
  };
  const { fetching, error } = isNew ? creating : updating;
  return (
    <Page title={isNew ? words.create : words.edit} intro={<Crumbs name={choices.campaign?.name ?? ''} href={list} />}>
      {!isNew && rule?.deletedAt && <Alert color="gray">{words.gone}</Alert>}
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <RuleForm
            choices={choices}
            draft={draft}
            change={(changes) => setDraft((before) => ({ ...before, ...changes }))}
            submit={submit}
            busy={fetching}
            error={error}
            warnings={isNew ? [] : (rule?.warnings ?? [])}
            back={list}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Preview draft={draft} campaignId={campaignId} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
