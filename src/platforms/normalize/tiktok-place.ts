import { cityOf, stateOf } from './place';

/** Latin letters that Unicode does not take apart into a letter and a mark. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/**
 * TikTok takes places plain, in lower case, a to z and digits alone, as public integrations send them. Accents are
 * folded ("München" becomes "munchen"), because dropping their letters would make another word; scripts other than
 * Latin are kept. Null where nothing is left.
 */
export function tiktokPlaceOf(raw: string): string | null {
  const folded = raw
    .toLowerCase()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC');
  return folded.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '') || null;
}

/** The two-letter code in the US and Canada, names too; elsewhere the name in TikTok's form. */
export function tiktokStateOf(raw: string): string | null {
  const state = stateOf(raw);
  const isCode = state !== null && /^[a-z]{2}$/.test(state) && state !== cityOf(raw);
  return isCode ? state : tiktokPlaceOf(raw);
}

/** Lower case without spaces and dashes, as public integrations hash it; unlike Meta's, ZIP+4 keeps its nine digits. */
export function tiktokZipOf(raw: string): string | null {
  const code = raw.toLowerCase().replace(/[\s\p{Pd}]/gu, '');
  return /^[\p{L}\p{N}]{2,12}$/u.test(code) ? code : null;
}
