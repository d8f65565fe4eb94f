import type { ReportInput } from './dispatcher/report-leads';
import type { RuleInput } from './domain/pixel-rule';
import type { Services } from './graphql/services';
import type { Database } from './persistence/database';
import { noteState, stateOf } from './persistence/service-state';
import type { ConnectInput } from './workspace/pixel-input';

const MADE = 'demo_made';
const FACEBOOK_PIXEL = '1234567890123456';

export interface Demo {
  campaignId: string;
  /** The Facebook pixel of the sandbox that the printed curl fires. */
  pixelId: string;
}

/** On the first start: a campaign with pixels of the sandbox, rules, and a few leads, so that the history is not empty. */
export async function makeDemo(services: Services, database: Database, workspaceId: string): Promise<Demo> {
  const made = await stateOf(database.sql, MADE);
  if (made) return JSON.parse(made) as Demo;
  const demo = await build(services, workspaceId);
  await noteState(database.sql, MADE, JSON.stringify(demo));
  await services.dispatcher.reportLeads(workspaceId, demoLeads(demo.campaignId), (index) => `inputs.${index}`);
  return demo;
}

async function build({ campaigns, pixels, rules }: Services, workspaceId: string): Promise<Demo> {
  const campaign = await campaigns.create(workspaceId, { name: 'Demo: solar leads' });
  const connected = [];
  for (const input of demoPixels()) connected.push(await pixels.connect(workspaceId, input));
  for (const { id, platform } of connected) await rules.create(workspaceId, ruleFor(platform, id, campaign.id));
  return { campaignId: campaign.id, pixelId: connected[0]?.id as string };
}

function demoPixels(): ConnectInput[] {
  const accessToken = 'sandbox-access-token';
  return [
    {
      name: 'Facebook (sandbox)',
      platform: 'FACEBOOK',
      endpoint: 'SANDBOX',
      platformPixelId: FACEBOOK_PIXEL,
      accessToken,
    },
    {
      name: 'TikTok (sandbox)',
      platform: 'TIKTOK',
      endpoint: 'SANDBOX',
      platformPixelId: 'C4DEMO0123456789ABCD',
      accessToken,
    },
    {
      name: 'CRM webhook (sandbox)',
      platform: 'CUSTOM',
      endpoint: 'SANDBOX',
      custom: {
        method: 'POST',
        url: 'https://crm.example.com/conversions?lead={lead_id}',
        headers: [],
        body: '{"event":"{event_name}","id":"{event_id}","email_sha256":"{email|lower|sha256}","value":{value|default:0}}',
      },
    },
  ];
}

/** Facebook and TikTok want grown-up owners of a house; the webhook hears of every qualified lead. */
function ruleFor(platform: string, pixelId: string, campaignId: string): RuleInput {
  const conditions: RuleInput['conditions'] = {
    combinator: 'ALL',
    not: false,
    conditions: [
      { field: 'answers.age', operator: 'GREATER_OR_EQUAL', values: ['18'] },
      { field: 'answers.homeowner', operator: 'EQUALS', values: ['yes'] },
    ],
    groups: [],
  };
  return {
    campaignId,
    name:
      platform === 'CUSTOM'
        ? 'Tell the CRM of every qualified lead'
        : `Qualified home owners to ${platform === 'TIKTOK' ? 'TikTok' : 'Facebook'}`,
    trigger: 'LEAD_QUALIFIED',
    pixelId,
    eventName: 'Lead',
    actionSource: 'SYSTEM_GENERATED',
    value: { amount: '25', currency: 'USD' },
    fireOnce: true,
    conditions: platform === 'CUSTOM' ? null : conditions,
    enabled: true,
  };
}

function demoLeads(campaignId: string): ReportInput[] {
  const lead = (id: string, firstName: string, age: number, homeowner: string): ReportInput => ({
    status: 'QUALIFIED',
    lead: {
      id,
      campaignId,
      firstName,
      lastName: 'Example',
      email: `${firstName.toLowerCase()}@example.com`,
      phone: '+1 415 555 0134',
      address: { city: 'San Francisco', state: 'CA', postalCode: '94107', country: 'US' },
      ipAddress: '203.0.113.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36',
      sourceUrl: 'https://solar.example.com/quote',
      clickIds: { fbclid: `Demo${id}fbclid`, ttclid: `Demo${id}ttclid` },
      answers: { age, homeowner },
    },
  });
  return [
    lead('demo-lead-1', 'Ada', 42, 'yes'),
    lead('demo-lead-2', 'Ben', 35, 'no'),
    lead('demo-lead-3', 'Cleo', 17, 'yes'),
  ];
}
