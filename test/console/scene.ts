import type { NodeProcess } from '../support/node-process';

const SETUP = `mutation ($pixel: ConnectPixelInput!) {
  createCampaign(input: { name: "Solar" }) { id }
  connectPixel(input: $pixel) { id }
}`;
const RULE = `mutation ($input: CreatePixelRuleInput!) { createPixelRule(input: $input) { id } }`;
const REPORTS = `mutation ($inputs: [ReportLeadInput!]!) { reportLeads(inputs: $inputs) { firings { id } } }`;

export interface ConsoleScene {
  campaignId: string;
  pixelId: string;
  ruleId: string;
  /** Reports leads that fire the rule; answers the ids of their firings. */
  report(...leadIds: string[]): Promise<string[]>;
}

/** A campaign with one rule that fires a Facebook pixel of the sandbox for every qualified lead. */
export async function openScene(node: NodeProcess, accessToken = 'sandbox-access-token'): Promise<ConsoleScene> {
  const pixel = {
    name: 'Facebook pixel',
    platform: 'FACEBOOK',
    endpoint: 'SANDBOX',
    platformPixelId: '123',
    accessToken,
  };
  const made = await node.ok(SETUP, { pixel });
  const [campaignId, pixelId] = [made.createCampaign.id, made.connectPixel.id];
  const input = {
    campaignId,
    pixelId,
    name: 'Every lead',
    trigger: 'LEAD_QUALIFIED',
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
  };
  const { createPixelRule } = await node.ok(RULE, { input });
  return {
    campaignId,
    pixelId,
    ruleId: createPixelRule.id,
    async report(...leadIds) {
      const inputs = leadIds.map((id) => ({
        status: 'QUALIFIED',
        lead: { id, campaignId, email: `${id}@example.com` },
      }));
      const { reportLeads } = await node.ok(REPORTS, { inputs });
      return reportLeads.flatMap(({ firings }: { firings: { id: string }[] }) => firings.map(({ id }) => id));
    },
  };
}
