import { plainDecimal } from '../../domain/money';
import { parsedUrl } from '../../domain/url';
import { MASK, maskMiddle, maskText } from '../mask';

/**
 * How the history may show a value. `plain`: as it is. `hidden`: not at all. `ends`: its ends. `address`: a page's
 * address without its query. `secret`: never, its hash neither.
 */
export type Showing = 'plain' | 'hidden' | 'ends' | 'address' | 'secret';

/** What a macro stands for, on its way through the modifiers. Never empty: an empty value is a missing one, null. */
export interface Value {
  text: string;
  /** The same as JSON where it stands in a JSON body outside of quotes. */
  json: string;
  showing: Showing;
  /** Epoch milliseconds where it is a time. */
  at?: number;
}

export function textValue(text: string | null | undefined, showing: Showing): Value | null {
  if (text === null || text === undefined || text === '') return null;
  return { text, json: JSON.stringify(text.toWellFormed()), showing };
}

/** `text` is a number as JSON writes it, or `true`, `false`. */
export function bareValue(text: string, showing: Showing): Value {
  return { text, json: text, showing };
}

/** A list is its elements with commas in text, an object its JSON. */
export function dataValue(data: unknown, showing: Showing): Value | null {
  if (data === null || data === undefined) return null;
  if (typeof data === 'string') return textValue(data, showing);
  if (typeof data === 'number') return { ...bareValue(JSON.stringify(data), showing), text: plainDecimal(data) ?? '' };
  if (typeof data === 'boolean') return bareValue(String(data), showing);
  const json = JSON.stringify(data);
  if (!Array.isArray(data)) return { text: json, json, showing };
  return data.length === 0 ? null : { text: data.join(','), json, showing };
}

/** The value as the history shows it. */
export function shownValue(value: Value): Value {
  if (value.showing === 'plain') return value;
  const text = maskOf(value);
  return { text, json: JSON.stringify(text), showing: 'plain' };
}

function maskOf({ text, showing }: Value): string {
  if (showing === 'ends') return maskMiddle(text);
  const url = showing === 'address' ? parsedUrl(text) : null;
  if (!url) return MASK;
  const { host, protocol, pathname, search, hash } = url;
  return maskText(`${protocol}//${host}${pathname}${search || hash ? `?${MASK}` : ''}`);
}
