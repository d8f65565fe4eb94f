/** One @, no space, something on both sides, dots only between; what libraries agree on, not the whole of RFC 5322. */
const EMAIL = /^[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)*@[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)+$/u;

/** Meta and TikTok: trimmed and lower-cased; dots and plus signs stay. Null where it is no e-mail. */
export function emailOf(raw: string): string | null {
  const email = raw.trim().toLowerCase();
  return email.length <= 254 && EMAIL.test(email) ? email : null;
}
