import { parsedUrl } from '../../domain/url';

const NAMES =
  /^(x-)?((access|auth|api|bearer|refresh|security|postback)[_-]?)?(token|key|secret|pass|password|pwd)$|^(proxy-)?authorization$|^cookie$|^(x-)?auth$|[_-](token|secret|password|api[_-]?key)$|^client_secret$/i;

/** Whether a header or a parameter of a URL is named as credentials are; such a one is masked wherever it is shown. */
export function isCredentialName(name: string): boolean {
  return NAMES.test(name);
}

/** The name of a parameter that a URL template gives a token in clear; null where there is none. */
export function literalCredentialIn(url: string): string | null {
  const parameters = [...(parsedUrl(url)?.searchParams ?? [])];
  return (
    parameters.find(([name, value]) => isCredentialName(name) && value !== '' && !value.includes('{'))?.[0] ?? null
  );
}
