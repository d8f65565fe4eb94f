import { type Place, placesInJson } from './encoding';
import { type Part, parseTemplate, render } from './template';

/** What a POST without a body of its own sends: what happened and to whose click, no contact data but hashes. */
export const DEFAULT_BODY = `{
  "event_name": "{event_name}",
  "event_id": "{event_id}",
  "event_time": "{event_time_iso}",
  "action_source": "{action_source}",
  "lead_id": "{lead_id}",
  "status": "{status}",
  "campaign_id": {campaign_id},
  "value": {value},
  "currency": {currency},
  "email_sha256": {email_sha256},
  "phone_sha256": {phone_sha256},
  "fbclid": {fbclid},
  "ttclid": {ttclid},
  "gclid": {gclid}
}`;

export interface BodyTemplate {
  parts: Part[];
  /** How each macro is written, by its part's index. */
  places: Place[];
  contentType: string;
  problems: string[];
}

const FORM = /^[^=&\s]+=[^&\r\n]*(&[^=&\s]+=[^&\r\n]*)*$/;

/**
 * The body by its content type, which is the header's, else guessed from what it looks like. An absent body is the
 * default one, an empty one is none.
 */
export function bodyTemplate(body: string | null, givenType: string | null): BodyTemplate | null {
  if (body?.trim() === '') return null;
  if (body === null && placeOf(givenType ?? 'json') !== 'json') {
    return {
      ...writtenBody('', givenType),
      problems: ['is required with this Content-Type: the default body is JSON'],
    };
  }
  return writtenBody(body ?? DEFAULT_BODY, givenType);
}

function writtenBody(text: string, givenType: string | null): BodyTemplate {
  const { parts, problems } = parseTemplate(text);
  const contentType = givenType ?? guessedType(text, parts);
  const place = placeOf(contentType);
  if (place !== 'json' && !isJsonAsText(place, text, parts)) {
    return { parts, places: parts.map(() => place), contentType, problems };
  }
  const places = placesInJson(parts);
  if (problems.length === 0 && !isJson(parts, places)) problems.push(NOT_JSON);
  return { parts, places, contentType, problems };
}

/** JSON sent as text/plain is read as JSON all the same: unescaped, an answer could add members to it. */
function isJsonAsText(place: Place, text: string, parts: readonly Part[]): boolean {
  return place === 'text' && beginsAsJson(text, parts) && isJson(parts, placesInJson(parts));
}

const NOT_JSON =
  'is no JSON once its macros are filled in; for another kind of body give a Content-Type header that says which';

function guessedType(text: string, parts: readonly Part[]): string {
  if (beginsAsJson(text, parts)) return 'application/json';
  if (firstLiteral(text, parts) === '<') return 'application/xml';
  const isForm = FORM.test(render(parts, () => 'x').trim());
  return isForm ? 'application/x-www-form-urlencoded' : 'text/plain; charset=utf-8';
}

function beginsAsJson(text: string, parts: readonly Part[]): boolean {
  const first = firstLiteral(text, parts);
  return first === '{' || first === '[';
}

/** The first character, where it belongs to no macro. */
function firstLiteral(text: string, parts: readonly Part[]): string | undefined {
  return typeof parts[0] === 'string' ? text.trimStart()[0] : undefined;
}

function placeOf(contentType: string): Place {
  const mime = (contentType.split(';', 1)[0] ?? '').toLowerCase();
  if (mime.includes('json')) return 'json';
  if (/xml|html/.test(mime)) return 'xml';
  return mime.trim() === 'application/x-www-form-urlencoded' ? 'form' : 'text';
}

function isJson(parts: readonly Part[], places: readonly Place[]): boolean {
  try {
    JSON.parse(render(parts, (_use, index) => (places[index] === 'json' ? 'null' : 'x')));
    return true;
  } catch {
    return false;
  }
}
