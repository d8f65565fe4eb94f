import { text } from '../text';
import type { Overview } from './queries';

const words = text.overview.guide;

export interface GuideStep {
  title: string;
  gives: string;
  /** The words of its button, and where that leads. */
  go: string;
  href: string;
  /** What was made in it. */
  made: { name: string; href: string } | null;
}

type Parts = Pick<Overview, 'pixels' | 'rules' | 'campaigns' | 'tests' | 'real'>;

/** When the newest thing of the workspace was made, by the service's clock; empty where there is nothing. */
export function newestOf({ pixels, rules, campaigns, tests, real }: Parts): string {
  const newest = [pixels, rules, campaigns, tests, real].map(({ nodes }) => nodes[0]?.createdAt ?? '');
  return newest.sort().at(-1) ?? '';
}

/** The newcomer's way. What was there before `begun`, such as the demo, is nobody's step; each step carries on the last. */
export function guideSteps({ pixels, rules, campaigns, tests, real }: Parts, begun: string): GuideStep[] {
  const isSince = ({ createdAt }: { createdAt: string }) => createdAt > begun;
  const since = <Node extends { createdAt: string }>([newest]: Node[]): Node | null =>
    newest && isSince(newest) ? newest : null;
  const rule = since(rules.nodes);
  const own = pixels.nodes.filter(isSince);
  const ruled = rule && isSince(rule.pixel) ? rule.pixel : null;
  // The rule's own pixel; before there is a rule, the newest that can take one.
  const pixel = ruled ?? own.find(({ status }) => status !== 'NEEDS_ATTENTION') ?? own[0] ?? null;
  const test = since(tests.nodes);
  const firing = since(real.nodes);
  const campaignId = (rule ?? rules.nodes[0])?.campaign.id ?? campaigns.nodes[0]?.id;
  return [
    {
      ...words.pixel,
      href: '/integrations/connect/FACEBOOK',
      made: pixel && { name: pixel.name, href: `/integrations/${pixel.id}` },
    },
    {
      ...words.rule,
      go: pixel ? words.goOn(words.rule.go, pixel.name) : words.rule.go,
      href: pixel ? `/rules/new?pixel=${pixel.id}` : '/rules/new',
      made: rule && { name: rule.name, href: `/campaigns/${rule.campaign.id}/marketing/${rule.id}` },
    },
    {
      ...words.test,
      go: rule ? words.goOn(words.test.go, rule.name) : words.test.go,
      href: rule ? `/test-fire?rule=${rule.id}` : '/test-fire',
      made: test && { name: text.overview.guide.result, href: `/history?tests=only&firing=${test.id}` },
    },
    {
      ...words.lead,
      href: campaignId ? `/history?report=${campaignId}` : '/history?report',
      made: firing && { name: text.overview.guide.firing, href: `/history?firing=${firing.id}` },
    },
  ];
}

/** The step after the last one that was made, else the first that was not; -1 where all were. */
export function currentStep(steps: readonly GuideStep[]): number {
  const next = steps.findLastIndex(({ made }) => made !== null) + 1;
  return next < steps.length ? next : steps.findIndex(({ made }) => made === null);
}
