import type { Part } from './template';
import type { Value } from './value';

/** Where a macro stands; `json` is outside of quotes, `quoted` inside of them. */
export type Place = 'url' | 'header' | 'form' | 'xml' | 'text' | 'json' | 'quoted';

const XML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROLS = /[\u0000-\u001f\u007f]+/g;
const NOT_ASCII = /[^\u0020-\u007e]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 can't hold them, escaped neither.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The value so written that it can't leave its place; a missing one is empty, and `null` as a JSON value. */
export function encode(value: Value | null, place: Place): string {
  if (value === null) return place === 'json' ? 'null' : '';
  const text = value.text.toWellFormed();
  switch (place) {
    case 'url':
      return encodeURIComponent(text);
    case 'form':
      return new URLSearchParams([['', text]]).toString().slice(1);
    case 'header':
      return text.replace(CONTROLS, ' ').replace(NOT_ASCII, encodeURIComponent);
    case 'xml':
      return text.replace(NOT_XML, '').replace(/[&<>"']/g, (character) => XML[character] as string);
    case 'quoted':
      return JSON.stringify(text).slice(1, -1);
    case 'json':
      return value.json;
    case 'text':
      return text;
  }
}

/** For each macro of a JSON template, by its part's index, whether it stands inside of quotes. */
export function placesInJson(parts: readonly Part[]): Place[] {
  let quoted = false;
  return parts.map((part) => {
    if (typeof part !== 'string') return quoted ? 'quoted' : 'json';
    for (let index = 0; index < part.length; index++) {
      if (part[index] === '"') quoted = !quoted;
      else if (part[index] === '\\' && quoted) index++;
    }
    return 'text';
  });
}
