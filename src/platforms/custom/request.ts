import type { ConversionEvent } from '../../domain/conversion-event';
import type { HttpRequest } from '../../domain/http-exchange';
import type { PixelTarget } from '../../domain/pixel';
import { parsedUrl } from '../../domain/url';
import { MASK } from '../mask';
import type { PreparedEvent, Unsendable } from '../platform';
import { type CompiledPixel, compiled, type HeaderTemplate } from './compiled';
import { isCredentialName } from './credentials';
import { encode } from './encoding';
import { MACROS, type Macro, privateTexts, type Source } from './macros';
import { signatureOf, signingKey } from './signature';
import { type MacroUse, type Part, render, resolveUse, usesOf } from './template';
import { shownValue, type Value } from './value';

export const MAX_AGE_MS = 7 * 86_400_000;

/** A request but for its signature, which has the time of the attempt in it. */
export interface CustomRequest extends HttpRequest {
  /** What must not come back into the history by the receiver's answer. */
  hidden: string[];
}

type ValueFor = (use: MacroUse) => Value | null;

/** The whole request that one event makes, and how the history shows it: the same templates with masked values. */
export function customEvent(event: ConversionEvent, target: PixelTarget, now: Date): PreparedEvent {
  if (!target.custom) return unprepared('The pixel has no URL: give it one.');
  const pixel = compiled(target.custom);
  const source = { event, secret: secretOf(target), now };
  const values = new Map(pixel.uses.map((use) => [use.text, resolveUse(use, source)]));
  const valueFor: ValueFor = (use) => values.get(use.text) ?? null;
  const url = urlOf(pixel.url, target, valueFor);
  if (url === null) return unprepared('The pixel’s URL is none: give it one that begins with https://.');
  const request = requestOf(pixel, url, valueFor, event.firingId);
  return {
    body: { ...request, hidden: hiddenTexts(pixel, request, valueFor, source) },
    shown: shownRequest(pixel, target, valueFor, event.firingId),
    matchKeys: matchKeysOf(pixel, valueFor),
    warnings: warningsOf(pixel, valueFor, source),
    unsendable: unsendableOf(event, target, { parts: pixel.url, url }, now),
  };
}

/** The request with a signature for this attempt where the pixel has a secret to sign with. */
export function signedRequest(prepared: PreparedEvent, { signingSecrets }: PixelTarget, now: Date): HttpRequest {
  const { method, url, headers, body } = prepared.body as CustomRequest;
  if (signingSecrets.length === 0) return { method, url, headers, body };
  const timestamp = Math.floor(now.getTime() / 1000);
  const message = { id: headers['webhook-id'] ?? '', timestamp, body: body ?? '' };
  const signed = {
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(message, signingSecrets),
  };
  return { method, url, headers: { ...headers, ...signed }, body };
}

function unprepared(message: string): PreparedEvent {
  const body = { method: 'GET', url: '', headers: {}, body: null, hidden: [] } satisfies CustomRequest;
  return { body, shown: null, matchKeys: [], warnings: [], unsendable: { skip: null, message } };
}

function secretOf({ settings }: PixelTarget): string | null {
  return typeof settings.secret === 'string' ? settings.secret : null;
}

/** LIVE goes where the template says; the sandbox keeps the template's path and query. */
function urlOf(parts: readonly Part[], target: PixelTarget, valueFor: ValueFor): string | null {
  const text = render(parts, (use) => encode(valueFor(use), 'url'));
  const url = parsedUrl(text);
  if (!url) return null;
  return target.endpoint === 'SANDBOX' ? `${target.baseUrl}${url.pathname}${url.search}` : url.href;
}

function requestOf(pixel: CompiledPixel, url: string, valueFor: ValueFor, messageId: string): HttpRequest {
  const { method, body } = pixel;
  const text = body && render(body.parts, (use, index) => encode(valueFor(use), body.places[index] ?? 'text'));
  return { method, url, headers: headersOf(pixel, valueFor, messageId), body: text };
}

/** `webhook-id` is the firing's id: the same on every attempt, so that a receiver can tell a repeat. */
function headersOf({ headers, body }: CompiledPixel, valueFor: ValueFor, messageId: string): Record<string, string> {
  const given = headers.map(({ name, parts }): [string, string] => [
    name,
    render(parts, (use) => encode(valueFor(use), 'header')).trim(),
  ]);
  return {
    'user-agent': 'pixel-tracking',
    ...(body ? { 'content-type': body.contentType } : {}),
    ...Object.fromEntries(given),
    'webhook-id': messageId,
  };
}

function shownRequest(pixel: CompiledPixel, target: PixelTarget, valueFor: ValueFor, messageId: string) {
  const shownFor: ValueFor = (use) => {
    const value = valueFor(use);
    return value && shownValue(value);
  };
  const request = requestOf(pixel, urlOf(pixel.url, target, shownFor) ?? '', shownFor, messageId);
  const signed = target.signingSecrets.length > 0 ? { 'webhook-timestamp': MASK, 'webhook-signature': MASK } : {};
  const masked = Object.fromEntries(secretHeaders(pixel).map(({ name }) => [name, MASK]));
  return { ...request, url: withoutCredentials(request.url), headers: { ...request.headers, ...masked, ...signed } };
}

/** A token that somebody wrote into the URL itself. */
function withoutCredentials(text: string): string {
  const names = credentialParameters(text);
  if (names.length === 0) return text;
  const url = new URL(text);
  for (const name of names) url.searchParams.set(name, MASK);
  return url.href;
}

function credentialParameters(url: string): string[] {
  return [...(parsedUrl(url)?.searchParams.keys() ?? [])].filter(isCredentialName);
}

function hiddenTexts(pixel: CompiledPixel, request: HttpRequest, valueFor: ValueFor, source: Source): string[] {
  const headers = secretHeaders(pixel).map(({ name }) => request.headers[name] ?? '');
  const parameters = credentialParameters(request.url).map((name) => new URL(request.url).searchParams.get(name) ?? '');
  const values = pixel.uses.map(valueFor).filter((value) => value !== null);
  const sent = values.filter(({ showing }) => showing !== 'plain').map(({ text }) => text);
  const secrets = [...headers, ...headers.flatMap(credentialsIn), ...parameters];
  return [...new Set([...secrets, ...sent, ...privateTexts(source)])];
}

function secretHeaders({ headers }: CompiledPixel): HeaderTemplate[] {
  return headers.filter(({ name, secret }) => secret || isCredentialName(name));
}

/** What stands behind `Bearer`, and the name and password that `Basic` holds. */
function credentialsIn(header: string): string[] {
  const [scheme = '', token = ''] = header.split(/\s+/);
  const decoded = scheme.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString('utf8') : '';
  return [token, decoded, ...decoded.split(':')].filter((text) => text !== '');
}

function matchKeysOf({ uses }: CompiledPixel, valueFor: ValueFor): string[] {
  const filled = new Set(uses.filter((use) => valueFor(use) !== null).map(({ macro }) => macro.matchKey));
  return MACROS.map(({ matchKey }) => matchKey).filter((key) => key !== null && filled.has(key)) as string[];
}

/** By name alone: a warning stands in the history in clear. */
function warningsOf({ uses }: CompiledPixel, valueFor: ValueFor, source: Source): string[] {
  const unusable = uses.filter((use) => valueFor(use) === null && use.macro.read(source, use.key) !== null);
  const words = (macro: Macro, key: string) => macro.matchKey ?? `${macro.name}${key}`;
  return [...new Set(unusable.map(({ macro, key }) => `${words(macro, key)} could not be used and was left out.`))];
}

interface Address {
  parts: readonly Part[];
  url: string;
}

function unsendableOf(event: ConversionEvent, target: PixelTarget, address: Address, now: Date): Unsendable | null {
  if (now.getTime() - Date.parse(event.eventTime) > MAX_AGE_MS) {
    return { skip: 'TOO_OLD', message: 'The event is older than 7 days: it is no longer sent.' };
  }
  if (target.signingSecrets.some((secret) => signingKey(secret) === null)) {
    return { skip: null, message: 'The pixel’s signing secret can’t be used: give it a new one.' };
  }
  return leavesItsPath(address, target)
    ? { skip: null, message: 'A value of dots alone would lead to another path of the receiver: it is not sent.' }
    : null;
}

const ANY: Value = { text: 'x', json: '"x"', showing: 'plain' };

/** `..` in a path goes one level up in every client, percent-encoded too. */
function leavesItsPath({ parts, url }: Address, target: PixelTarget): boolean {
  const levels = (text: string | null) => new URL(text ?? url).pathname.split('/').length;
  return usesOf(parts).length > 0 && levels(url) !== levels(urlOf(parts, target, () => ANY));
}
