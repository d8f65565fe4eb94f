/** ASCII punctuation, and the apostrophes that phones put for the ASCII one. */
const PUNCTUATION = /[\s!-/:-@[-`{-~\u2018\u2019\u02bc]/g;

/** Meta: lower-case, no punctuation; accents and scripts other than Latin are kept. Inner spaces go too. */
export function nameOf(raw: string): string | null {
  return raw.toLowerCase().replace(PUNCTUATION, '') || null;
}
