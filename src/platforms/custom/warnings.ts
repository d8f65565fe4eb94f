import type { CustomPixel, PixelTarget } from '../../domain/pixel';
import { parsedUrl } from '../../domain/url';
import type { EventPlan } from '../platform';
import { compiled } from './compiled';
import { isCredentialName } from './credentials';

/** What will work badly though it may be saved. */
export function customWarnings({ hasValue }: EventPlan, target: Omit<PixelTarget, 'accessToken'>): string[] {
  const { custom } = target;
  if (!custom) return [];
  const uses = (name: string) => compiled(custom).uses.some(({ macro }) => macro.name === name);
  const warnings: string[] = [];
  if (/^http:/i.test(custom.url)) warnings.push('The pixel’s URL is http: what it sends can be read on the way.');
  if (hasLiteralCredential(custom)) {
    warnings.push('The pixel’s URL seems to hold a token for all to see: put it into the setting secret, as {secret}.');
  }
  if (uses('value') && !hasValue) warnings.push('The pixel sends {value}: it is empty for leads without one.');
  if (custom.method === 'GET' && target.signingSecrets.length > 0) {
    warnings.push('A signature covers the body, and a GET has none: it does not protect the URL.');
  }
  return warnings;
}

function hasLiteralCredential({ url }: CustomPixel): boolean {
  const parameters = [...(parsedUrl(url)?.searchParams ?? [])];
  return parameters.some(([name, value]) => isCredentialName(name) && value !== '' && !value.includes('{'));
}
