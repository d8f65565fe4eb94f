/** Meta: lower-case, no punctuation; scripts other than Latin and accents are kept. Inner spaces go too. */
export function nameOf(raw: string): string | null {
  const name = raw.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
  return name === '' ? null : name;
}
