import type { Body } from './graphql-http';
import type { NodeProcess } from './node-process';
import { until } from './until';

/** A campaign with one sandbox pixel of each platform and a rule for each at LEAD_QUALIFIED. */
export interface Scene {
  campaignId: string;
  pixels: { FACEBOOK: string; TIKTOK: string; CUSTOM: string };
}

export interface FiringShown {
  id: string;
  status: string;
  skipReason: string | null;
  eventId: string;
  pixel: { id: string; platform: string };
  attempts: { number: number; outcome: string }[];
}

export const FIRING = `id status skipReason eventId pixel { id platform } attempts { number outcome }`;

const ACCESS_TOKEN = 'a-token-of-the-sandbox';

export async function createCampaign(node: NodeProcess): Promise<string> {
  const document = 'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { id } }';
  return (await node.ok(document, { input: { name: 'Solar' } })).createCampaign.id;
}

export async function connectPixel(node: NodeProcess, input: object): Promise<string> {
  const document = 'mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }';
  return (await node.ok(document, { input: { endpoint: 'SANDBOX', ...input } })).connectPixel.id;
}

export function facebookPixel(node: NodeProcess): Promise<string> {
  const input = { platform: 'FACEBOOK', platformPixelId: '1234567890', accessToken: ACCESS_TOKEN };
  return connectPixel(node, { name: 'Facebook', ...input });
}

export async function createRule(node: NodeProcess, rule: object): Promise<string> {
  const document = 'mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }';
  const defaults = { trigger: 'LEAD_QUALIFIED', eventName: 'Lead', actionSource: 'SYSTEM_GENERATED' };
  const input = { name: 'Rule', ...defaults, ...rule };
  return (await node.ok(document, { input })).createPixelRule.id;
}

/** Grown-up owners of a house, worth 25 dollars each. */
export async function setScene(node: NodeProcess): Promise<Scene> {
  const campaignId = await createCampaign(node);
  const tiktok = { platform: 'TIKTOK', platformPixelId: 'C4TESTPIXEL123456789', accessToken: ACCESS_TOKEN };
  const custom = {
    method: 'POST',
    url: 'https://crm.example.com/conversions?lead={lead_id}',
    body: '{"event":"{event_name}","id":"{event_id}","email":"{email|lower|sha256}","value":{value}}',
  };
  const pixels = {
    FACEBOOK: await facebookPixel(node),
    TIKTOK: await connectPixel(node, { name: 'TikTok', ...tiktok }),
    CUSTOM: await connectPixel(node, { name: 'CRM', platform: 'CUSTOM', custom }),
  };
  const conditions = {
    conditions: [
      { field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] },
      { field: 'answers.homeowner', operator: 'EQUALS', values: ['YES '] },
    ],
  };
  for (const [platform, pixelId] of Object.entries(pixels)) {
    const eventName = platform === 'TIKTOK' ? 'SubmitForm' : 'Lead';
    const value = { amount: '25.50', currency: 'USD' };
    await createRule(node, { campaignId, pixelId, name: platform, eventName, conditions, value });
  }
  return { campaignId, pixels };
}

export interface ReportShown {
  newOccurrence: boolean;
  decisions: { outcome: string; reason: string }[];
  firings: FiringShown[];
}

export async function report(node: NodeProcess, lead: object, more: object = {}): Promise<ReportShown> {
  const document = `mutation ($input: ReportLeadInput!) { reportLead(input: $input) {
    newOccurrence decisions { outcome reason } firings { ${FIRING} } } }`;
  return (await node.ok(document, { input: { lead, status: 'QUALIFIED', ...more } })).reportLead;
}

/** All firings of a lead, oldest first. */
export async function firingsOf(node: NodeProcess, leadId: string): Promise<FiringShown[]> {
  const firings: FiringShown[] = [];
  for (let after: string | null = null; ; ) {
    const document = `query ($leadId: ID!, $after: String) { firings(filter: { leadId: $leadId }, first: 200, after: $after) {
      nodes { ${FIRING} } pageInfo { hasNextPage endCursor } } }`;
    const { firings: page }: Body = await node.ok(document, { leadId, after });
    firings.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return firings.reverse();
    after = page.pageInfo.endCursor;
  }
}

/** The lead's firings once none of them waits. */
export function settledFiringsOf(node: NodeProcess, leadId: string, timeoutMs?: number): Promise<FiringShown[]> {
  const waits = ({ status }: FiringShown) => ['PENDING', 'RETRYING', 'HELD'].includes(status);
  return until(
    `firings of ${leadId} settle`,
    () => firingsOf(node, leadId),
    (firings) => firings.length > 0 && !firings.some(waits),
    timeoutMs,
  );
}
