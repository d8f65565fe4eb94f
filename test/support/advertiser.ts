import type { TestServer } from './server';

/** What an advertiser sets up first: a campaign, a Facebook pixel of the sandbox, and a rule at LEAD_QUALIFIED. */
export interface Advertiser {
  campaignId: string;
  pixelId: string;
  ruleId: string;
}

export const CONNECT = `mutation ($input: ConnectPixelInput!) { connectPixel(input: $input) { id } }`;
export const CREATE_RULE = `mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }`;
export const REPORT = `mutation ($input: ReportLeadInput!) { reportLead(input: $input) {
  newOccurrence lead { id status } decisions { outcome reason } firings { id status } } }`;

export async function createCampaign(server: TestServer, key: string, name = 'Solar'): Promise<string> {
  const document = 'mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { id } }';
  return (await server.ok(key, document, { input: { name } })).createCampaign.id;
}

export function facebookPixel(more: object = {}): object {
  return {
    name: 'Facebook',
    platform: 'FACEBOOK',
    endpoint: 'SANDBOX',
    platformPixelId: '1234567890',
    accessToken: 'sandbox-token-1',
    ...more,
  };
}

export async function connectPixel(server: TestServer, key: string, more: object = {}): Promise<string> {
  return (await server.ok(key, CONNECT, { input: facebookPixel(more) })).connectPixel.id;
}

export async function createRule(
  server: TestServer,
  key: string,
  ids: { campaignId: string; pixelId: string },
  more: object = {},
): Promise<string> {
  return (await server.ok(key, CREATE_RULE, { input: ruleInput(ids, more) })).createPixelRule.id;
}

export function ruleInput({ campaignId, pixelId }: { campaignId: string; pixelId: string }, more: object = {}): object {
  return {
    campaignId,
    pixelId,
    name: 'Qualified',
    trigger: 'LEAD_QUALIFIED',
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    ...more,
  };
}

export async function setUp(server: TestServer, key: string): Promise<Advertiser> {
  const campaignId = await createCampaign(server, key);
  const pixelId = await connectPixel(server, key);
  return { campaignId, pixelId, ruleId: await createRule(server, key, { campaignId, pixelId }) };
}
