import { Grid } from '@mantine/core';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useLocation, useSearchParams } from 'wouter';
import { usePixelChoices } from '../api/choices';
import { ErrorNote } from '../shell/error-note';
import { useUnsavedChanges } from '../shell/leave-guard';
import { Loaded } from '../shell/loaded';
import { NotFound } from '../shell/not-found';
import { Page } from '../shell/page';
import { tell } from '../shell/tell';
import { text } from '../text';
import { missingIn } from './builder-query';
import { Crumbs } from './crumbs';
import { DeletedRule } from './deleted-rule';
import { Preview } from './preview';
import { CHOICES, type Choices, RULE, type Rule } from './queries';
import { draftOf, missingFields, newDraft, type RuleDraft } from './rule-draft';
import { RuleForm } from './rule-form';
import { useRuleDraft } from './use-rule-draft';
import { useSaveRule } from './use-save-rule';

const words = text.campaigns.rule;
const NEW = 'new';

/** A rule to make (`new`, perhaps for a pixel or after another's example) or to edit. */
export default function RulePage({ campaignId, ruleId }: { campaignId: string; ruleId: string }) {
  const [search] = useSearchParams();
  const source = ruleId === NEW ? search.get('from') : ruleId;
  const variables = useMemo(() => ({ id: source ?? '' }), [source]);
  const [choices, reload] = useQuery({ query: CHOICES, variables: { campaignId } });
  const pixels = usePixelChoices();
  const [rule, reloadRule] = useQuery({ query: RULE, variables, pause: source === null });
  if (pixels.error) return <ErrorNote error={pixels.error} retry={pixels.retry} />;
  const waiting = { ...choices, data: pixels.nodes === null ? undefined : choices.data };
  return (
    <Loaded result={waiting} retry={() => reload({ requestPolicy: 'network-only' })}>
      {(chosen) => {
        if (chosen.campaign === null) return <NotFound>{text.campaigns.none}</NotFound>;
        const shared = {
          campaignId,
          choices: { ...chosen, pixels: pixels.nodes ?? [], pixelsCut: pixels.cut },
          pixelId: search.get('pixel'),
        };
        if (source === null) return <Editor {...shared} rule={null} isNew />;
        return (
          <Loaded result={rule} retry={() => reloadRule({ requestPolicy: 'network-only' })}>
            {({ pixelRule }) =>
              pixelRule === null ? (
                <NotFound>{words.none}</NotFound>
              ) : pixelRule.deletedAt && ruleId !== NEW ? (
                <DeletedRule rule={pixelRule} />
              ) : (
                <Editor {...shared} rule={pixelRule} isNew={ruleId === NEW} />
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
  /** The pixel that a new rule is to be for. */
  pixelId: string | null;
  /** The rule to edit, or the example of a new one. */
  rule: Rule | null;
  isNew: boolean;
}

function draftFrom({ choices, pixelId, rule, isNew }: EditorProps): RuleDraft {
  if (rule === null) return newDraft(choices.pixels, pixelId);
  return isNew ? { ...draftOf(rule), name: words.copyOf(rule.name) } : draftOf(rule);
}

function Editor(props: EditorProps) {
  const { campaignId, choices, rule, isNew } = props;
  const { draft, first, change, changed } = useRuleDraft(() => draftFrom(props), rule === null, choices.pixels);
  const fields = useMemo(
    () => new Map(choices.conditionFields.map((field) => [field.field, field])),
    [choices.conditionFields],
  );
  const missing = useMemo(() => missingIn(draft.conditions, fields), [draft.conditions, fields]);
  const { save, busy, refusal } = useSaveRule(campaignId, isNew ? null : (rule?.id ?? null), first);
  const letGo = useUnsavedChanges(changed);
  const [, go] = useLocation();
  const list = `/campaigns/${campaignId}/marketing`;
  const submit = async (testFire: boolean) => {
    const complete = Object.keys({ ...missing, ...missingFields(draft) }).length === 0;
    const saved = await save(draft, complete);
    if (!saved) return;
    letGo();
    tell(words.saved(saved.name));
    go(testFire ? `/test-fire?rule=${saved.id}` : list);
  };
  return (
    <Page
      title={isNew ? words.create : words.edit}
      above={<Crumbs campaign={{ name: choices.campaign?.name ?? '', href: list }} />}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <RuleForm
            choices={choices}
            fields={fields}
            draft={draft}
            change={change}
            missing={missing}
            save={submit}
            ruleId={isNew ? null : (rule?.id ?? null)}
            busy={busy}
            refusal={refusal}
            warnings={isNew ? [] : (rule?.warnings ?? [])}
            back={list}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Preview draft={draft} missing={missing} campaignId={campaignId} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
