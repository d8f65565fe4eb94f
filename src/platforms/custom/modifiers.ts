import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import { plainDecimal } from '../../domain/money';
import { hashedOrHash } from '../normalize/hash';
import type { Macro, Source } from './macros';
import { bareValue, textValue, type Value } from './value';

export interface Modifier {
  name: string;
  /** What must stand behind its colon, in words; null where nothing may. */
  argument: { words: string; optional?: boolean; fits(text: string): boolean } | null;
  /** Null: there is nothing usable. */
  apply(value: Value, argument: string, macro: Macro, source: Source): Value | null;
}

const Exact = Decimal.clone({ precision: 80, toExpNeg: -40, toExpPos: 60 });
const JSON_BARE = /^(-?(0|[1-9]\d*)(\.\d+)?|true|false|null)$/;
const MD5 = /^[0-9a-f]{32}$/i;

function onText(name: string, change: (text: string) => string): Modifier {
  return { name, argument: null, apply: (value) => textValue(change(value.text), value.showing) };
}

/** A hash may be shown, unless it is the hash of a secret: that may be a credential itself. */
function hash(name: string, hashed: (text: string) => string | null): Modifier {
  const apply = ({ text, showing }: Value) => textValue(hashed(text), showing === 'secret' ? 'secret' : 'plain');
  return { name, argument: null, apply };
}

function onTime(name: string, form: (at: number) => Value | null): Modifier {
  return { name, argument: null, apply: (value) => timed(value, form) };
}

function timed(value: Value, form: (at: number) => Value | null): Value | null {
  const at = value.at ?? (/^\d{4}-\d{2}-\d{2}/.test(value.text) ? Date.parse(value.text) : Number.NaN);
  const result = Number.isNaN(at) ? null : form(at);
  return result && { ...result, showing: value.showing, at };
}

function numbered(value: Value, change: (number: Decimal) => string): Value | null {
  const plain = plainDecimal(value.text);
  return plain === null ? null : bareValue(change(new Exact(plain)), value.showing);
}

/** A MD5 is passed on; what came as a SHA-256 has no MD5, because nobody knows what was hashed. */
function md5(text: string): string | null {
  if (MD5.test(text.trim())) return text.trim().toLowerCase();
  const isSha256 = hashedOrHash(text, () => null) !== null;
  return isSha256 ? null : createHash('md5').update(text.normalize('NFC'), 'utf8').digest('hex');
}

function pairsOf(argument: string): Map<string, string> {
  return new Map(
    argument.split(',').map((pair) => {
      const [from = '', to = ''] = pair.split('=');
      return [from.trim().toLowerCase(), to.trim()];
    }),
  );
}

function formatted(at: number, format: string): string {
  return DateTime.fromMillis(at, { zone: 'utc', locale: 'en' }).toFormat(format);
}

/** All modifiers but `default`, which alone does something where the value is missing. */
const CHANGES: readonly Modifier[] = [
  onText('lower', (text) => text.toLowerCase()),
  onText('upper', (text) => text.toUpperCase()),
  onText('trim', (text) => text.trim()),
  onText('digits', (text) => text.replace(/\D/g, '')),
  onText('urlencode', (text) => encodeURIComponent(text.toWellFormed())),
  {
    name: 'cut',
    argument: { words: 'a number of characters from 1 to 1000', fits: (text) => /^([1-9]\d{0,2}|1000)$/.test(text) },
    apply: (value, length) => textValue([...value.text].slice(0, Number(length)).join(''), value.showing),
  },
  {
    name: 'normal',
    argument: null,
    apply(value, _argument, macro, source) {
      const already = hashedOrHash(value.text, () => null);
      const normal = already ?? macro.normal?.(value.text.normalize('NFC'), source) ?? null;
      return textValue(normal, value.showing);
    },
  },
  hash('sha256', (text) => hashedOrHash(text, (raw) => raw)),
  hash('md5', md5),
  {
    name: 'fixed',
    argument: { words: 'a number of decimals from 0 to 8', fits: (text) => /^[0-8]$/.test(text) },
    apply: (value, decimals) => numbered(value, (number) => number.toFixed(Number(decimals))),
  },
  {
    name: 'times',
    argument: { words: 'a number', fits: (text) => plainDecimal(text) !== null && text.length <= 20 },
    apply: (value, factor) => numbered(value, (number) => number.times(factor).toFixed()),
  },
  {
    name: 'map',
    argument: {
      words: 'pairs such as QUALIFIED=1,REJECTED=3',
      fits: (text) => text.split(',').every((pair) => /^[^=]+=[^=]+$/.test(pair)),
    },
    apply: (value, pairs) => textValue(pairsOf(pairs).get(value.text.trim().toLowerCase()), value.showing),
  },
  onTime('seconds', (at) => bareValue(String(Math.floor(at / 1000)), 'plain')),
  onTime('ms', (at) => bareValue(String(at), 'plain')),
  onTime('iso', (at) => textValue(new Date(at).toISOString(), 'plain')),
  {
    name: 'date',
    argument: {
      words: 'a format such as yyyy-MM-dd HH:mm:ss',
      optional: true,
      fits: (text) => text.length <= 50 && /[a-zA-Z]/.test(text),
    },
    apply: (value, format) => timed(value, (at) => textValue(formatted(at, format || 'yyyy-MM-dd'), 'plain')),
  },
];

const DEFAULT: Modifier = {
  name: 'default',
  argument: { words: 'a text', fits: (text) => text !== '' },
  apply: (value) => value,
};

export const MODIFIERS: readonly Modifier[] = [...CHANGES, DEFAULT];

const BY_NAME = new Map(MODIFIERS.map((modifier) => [modifier.name, modifier]));

export function modifierOf(name: string): Modifier | null {
  return BY_NAME.get(name) ?? null;
}

/** The value after its modifiers, one after the other; only `default` does anything where it is missing. */
export function modified(
  value: Value | null,
  steps: readonly { modifier: Modifier; argument: string }[],
  macro: Macro,
  source: Source,
): Value | null {
  return steps.reduce<Value | null>((current, { modifier, argument }) => {
    if (modifier === DEFAULT) return current ?? literal(argument);
    return current && modifier.apply(current, argument, macro, source);
  }, value);
}

function literal(text: string): Value | null {
  return JSON_BARE.test(text) ? bareValue(text, 'plain') : textValue(text, 'plain');
}
