import type { EventPlan, PixelSettings } from '../platform';
import { compiled } from './compiled';
import { literalCredentialIn } from './credentials';

/** What will work badly with a pixel though it may be saved. */
export function pixelWarnings({ custom, signingSecrets }: PixelSettings): string[] {
  if (!custom) return [];
  const warnings: string[] = [];
  if (/^http:/i.test(custom.url)) warnings.push('The pixel’s URL is http: what it sends can be read on the way.');
  if (literalCredentialIn(custom.url) !== null) {
    warnings.push('The pixel’s URL seems to hold a token for all to see: put it into the setting secret, as {secret}.');
  }
  if (custom.method === 'GET' && signingSecrets.length > 0) {
    warnings.push('A signature covers the body, and a GET has none: it does not protect the URL.');
  }
  return warnings;
}

/** What will work badly with some events. */
export function planWarnings({ hasValue }: EventPlan, { custom }: PixelSettings): string[] {
  const usesValue = custom !== null && compiled(custom).uses.some(({ macro }) => macro.name === 'value');
  return usesValue && !hasValue ? ['The pixel sends {value}: it is empty for leads without one.'] : [];
}
