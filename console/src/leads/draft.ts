import { text } from '../text';
import { type Fitting, fittingLead } from './fitting';
import type { ReportCampaign } from './queries';

/** A field of the lead by its path in the API's input. */
export type LeadField = keyof typeof text.leads.fields;
export type ReportStatus = keyof typeof text.leads.statuses;

export interface Answer {
  /** Tells rows apart while their keys are typed. */
  row: number;
  key: string;
  value: string;
}

/** What a person has changed; all else is made up anew for each lead and campaign. */
export interface Typed {
  fields: Partial<Record<LeadField, string>>;
  answers?: Answer[];
  status?: ReportStatus;
  isTest?: boolean;
}

/** A report that was begun. */
export interface Begun {
  campaignId: string | null;
  /** Makes the lead that is made up another one. */
  seed: string;
  typed: Typed;
}

export interface ReportDraft {
  campaignId: string;
  status: ReportStatus;
  fields: Record<LeadField, string>;
  answers: Answer[];
  isTest: boolean;
}

const FIELDS = Object.keys(text.leads.fields) as LeadField[];

/** A few letters that no other lead has, most likely. */
export function freshSeed(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return (number % 36 ** 4).toString(36).padStart(4, '0');
}

/** A lead that nobody is: a reserved domain, a telephone number of films, an address of documentation. */
function madeUpFields(seed: string): Partial<Record<LeadField, string>> {
  return {
    id: `lead-${seed}`,
    email: `ada.${seed}@example.com`,
    phone: '+1 415 555 0134',
    firstName: 'Ada',
    lastName: 'Example',
    'address.city': 'San Francisco',
    'address.state': 'CA',
    'address.postalCode': '94107',
    'address.country': 'US',
    ipAddress: '203.0.113.7',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
    sourceUrl: 'https://www.example.com/quote',
    'clickIds.fbclid': `Fb-made-up-${seed}`,
    'clickIds.ttclid': `Tt-made-up-${seed}`,
    'value.amount': '40',
    'value.currency': 'USD',
  };
}

/** The made-up lead, made to fit the campaign's first rule, with what a person has typed. */
export function draftOf(campaign: ReportCampaign, seed: string, typed: Typed): ReportDraft {
  const fitting = fittingLead(campaign.rules);
  const made: Partial<Record<string, string>> = { ...madeUpFields(seed), ...fitting.fields, ...typed.fields };
  return {
    campaignId: campaign.id,
    status: typed.status ?? fitting.status,
    fields: Object.fromEntries(FIELDS.map((field) => [field, made[field] ?? ''])) as Record<LeadField, string>,
    answers: typed.answers ?? rowsOf(fitting),
    isTest: typed.isTest ?? false,
  };
}

function rowsOf({ answers }: Fitting): Answer[] {
  return Object.entries(answers).map(([key, value], row) => ({ row, key, value }));
}

/** As the API takes it; what is empty is not told. */
export function inputOf({ campaignId, status, fields, answers, isTest }: ReportDraft) {
  const told = (prefix: string) =>
    Object.fromEntries(
      FIELDS.filter((field) => field.startsWith(prefix) && fields[field].trim() !== '').map((field) => [
        field.slice(prefix.length),
        fields[field].trim(),
      ]),
    );
  const given = answers.filter(({ key, value }) => key.trim() !== '' && value.trim() !== '');
  const plain = Object.entries(told('')).filter(([field]) => !field.includes('.'));
  const amount = fields['value.amount'].trim();
  return {
    status,
    lead: {
      id: fields.id.trim(),
      campaignId,
      ...Object.fromEntries(plain),
      ...notEmpty('address', told('address.')),
      ...notEmpty('clickIds', told('clickIds.')),
      ...notEmpty('answers', Object.fromEntries(given.map(({ key, value }) => [key.trim(), answerOf(value.trim())]))),
      ...(amount === '' ? {} : { value: { amount, currency: fields['value.currency'].trim() } }),
      ...(isTest ? { isTest } : {}),
    },
  };
}

function notEmpty(name: string, members: Record<string, unknown>) {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

/** A number or a truth value where the text is exactly one, as a form of the customer would send it. */
function answerOf(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value ? number : value;
}
