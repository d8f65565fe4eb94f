import type { FieldFault } from '../../domain/errors';
import type { CustomHeader, CustomPixel } from '../../domain/pixel';
import { parsedUrl } from '../../domain/url';
import type { PixelInput } from '../platform';
import { compile } from './compiled';
import { literalCredentialIn } from './credentials';
import { settingsFaults } from './settings';
import { signingKey } from './signature';
import { parseTemplate, render } from './template';

const MAX_URL = 4_000;
const MAX_HEADERS = 50;
const MAX_HEADER_VALUE = 4_000;
const MAX_BODY = 64 * 1024;

/** RFC 9110, field names; and what a field's value may hold, the Latin-1 that HTTP tolerates left out. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** Belong to the connection or to this service. */
const OWN_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  'accept-encoding',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

/** All faults of a custom pixel's input. */
export function checkCustomPixel(input: PixelInput): FieldFault[] {
  const { custom, platformPixelId, accessToken, signingSecrets } = input;
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (platformPixelId !== null) fault('platformPixelId', 'is not for custom pixels: they have a URL');
  if (accessToken !== null) fault('accessToken', 'is not for custom pixels: put it into a secret header');
  if (signingSecrets.some((secret) => signingKey(secret) === null)) {
    fault('custom.signingSecret', 'must be whsec_ and 16 to 64 random bytes in base64, better 24 or more');
  }
  const ofCustom = custom ? customFaults(custom, input.settings) : [{ path: 'custom', message: 'is required' }];
  return [...faults, ...ofCustom, ...settingsFaults(input.settings)];
}

function customFaults(custom: CustomPixel, settings: Record<string, unknown>): FieldFault[] {
  const { faults, uses } = compile(custom);
  const usesSecret = uses.some(({ macro }) => macro.name === 'secret');
  const lacksSecret = usesSecret && settings.secret === undefined;
  const hasBody = custom.body !== null && custom.body.trim() !== '';
  const urlFault = urlFaultOf(custom.url) ?? (usesSecret ? null : tokenFaultOf(custom.url));
  return [
    ...(custom.method === 'GET' || custom.method === 'POST' ? [] : [{ path: 'custom.method', message: METHODS }]),
    ...(urlFault ? [{ path: 'custom.url', message: urlFault }] : []),
    ...headerFaults(custom.headers),
    ...(hasBody && custom.method === 'GET'
      ? [{ path: 'custom.body', message: 'is for POST alone: set it to null, or the method to POST' }]
      : []),
    ...bodyFaults(custom.body ?? ''),
    ...faults,
    ...(lacksSecret ? [{ path: 'settings.secret', message: 'is required: the pixel uses the macro {secret}' }] : []),
  ];
}

const METHODS = 'must be GET or POST';

function bodyFaults(body: string): FieldFault[] {
  const path = 'custom.body';
  if (Buffer.byteLength(body) > MAX_BODY) return [{ path, message: 'must have at most 64 KiB' }];
  return body.isWellFormed() && !body.includes('\u0000')
    ? []
    : [{ path, message: 'must not contain NUL characters or broken Unicode' }];
}

/** A macro in the host could send a lead's data anywhere: where a pixel leads is for its owner to say. */
function urlFaultOf(url: string): string | null {
  if (url === '') return 'is required';
  if (url.length > MAX_URL) return `must have at most ${MAX_URL} characters`;
  if (!/^https?:\/\//i.test(url)) return 'must begin with https:// or http://';
  if (/[\s\p{C}\\]/u.test(withoutMacros(url))) return 'must not contain spaces, control characters or backslashes';
  const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (host.includes('{')) return 'must not have a macro in its host: the host is fixed';
  if (host.includes('@')) return 'must not hold a name and password: use a secret Authorization header';
  if (withoutMacros(url).includes('#')) return 'must not have a fragment (#…): it is never sent';
  if (/[{}]/.test(withoutMacros(url))) return 'has a brace that belongs to no macro: write %7B or %7D for one';
  return parsedUrl(withoutMacros(url)) ? null : 'must be a URL';
}

/** Stored and shown in clear. There is one secret: where it is used already, a second token can only be warned of. */
function tokenFaultOf(url: string): string | null {
  const name = literalCredentialIn(url)?.slice(0, 50);
  return name
    ? `must not hold a token for all to see: put the value of ${name} into the setting secret and write ${name}={secret}`
    : null;
}

function withoutMacros(url: string): string {
  const { parts, problems } = parseTemplate(url);
  return problems.length > 0 ? url.replace(/\{[^{}]*\}?/g, 'x') : render(parts, () => 'x');
}

function headerFaults(headers: readonly CustomHeader[]): FieldFault[] {
  const many = headers.length > MAX_HEADERS;
  return [
    ...(many ? [{ path: 'custom.headers', message: `must be at most ${MAX_HEADERS}` }] : []),
    ...headers.flatMap((header, index) => headerFaultsOf(header, index, headers)),
  ];
}

function headerFaultsOf(header: CustomHeader, index: number, headers: readonly CustomHeader[]): FieldFault[] {
  const path = `custom.headers.${index}`;
  const name = nameFault(header, headers.slice(0, index));
  const value = valueFault(header);
  return [
    ...(name ? [{ path: `${path}.name`, message: name }] : []),
    ...(value ? [{ path: `${path}.value`, message: value }] : []),
  ];
}

function nameFault({ name }: CustomHeader, before: readonly CustomHeader[]): string | null {
  const lower = name.toLowerCase();
  if (!HEADER_NAME.test(name)) return 'must be a header name: letters, digits and dashes';
  if (OWN_HEADERS.has(lower)) return `must not be ${lower}: the service sets it itself, or it is not for a pixel`;
  return before.some((other) => other.name.toLowerCase() === lower) ? 'stands here twice' : null;
}

function valueFault({ name, value, secret }: CustomHeader): string | null {
  if (value.length > MAX_HEADER_VALUE) return `must have at most ${MAX_HEADER_VALUE} characters`;
  if (!HEADER_VALUE.test(withoutMacros(value))) return 'must be ASCII on one line; macros may stand for other text';
  if (name.toLowerCase() !== 'content-type') return null;
  if (secret) return 'must not be secret: the body is encoded by it';
  return /^[\w.+-]+\/[\w.+-]+\s*(;[^{}]*)?$/.test(value) ? null : 'must be a content type without macros';
}
