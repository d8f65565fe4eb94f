/** An http(s) address as it was given, without outer space; null where it is none. */
export function httpUrlOf(raw: string | null | undefined): string | null {
  const url = raw?.trim() ?? '';
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}

const EMAIL = /[^\s@=]+(@|%40)[^\s@]+\.[^\s@]+/i;

/**
 * The address without those parameters of its query and fragment that hold an e-mail address; the rest to the letter.
 * The platforms forbid personal data in addresses.
 */
export function withoutEmails(url: string): string {
  const [, page = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  if (!EMAIL.test(query) && !EMAIL.test(fragment)) return url;
  const kept = query
    .slice(1)
    .split('&')
    .filter((parameter) => !EMAIL.test(parameter))
    .join('&');
  return `${page}${kept ? `?${kept}` : ''}${EMAIL.test(fragment) ? '' : fragment}`;
}

/** The address for the history: its query and credentials may be somebody's and are left out. */
export function urlWithoutQuery(url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search ? '?***' : ''}`;
}
