import type { HttpReply } from '../../domain/http-exchange';

/** When a receiver's answer counts as taken. */
export interface SuccessRule {
  statuses: [from: number, to: number][];
  bodyContains: string | null;
  json: { path: string[]; equals: string } | null;
}

export const DEFAULT_STATUSES = '200-299';
const RANGE = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;

/** `200-299,409` as ranges; null where it is none. */
export function statusesOf(text: string): SuccessRule['statuses'] | null {
  const ranges = text.split(',').map((part) => {
    const [, from, to] = RANGE.exec(part.trim()) ?? [];
    return [Number(from), Number(to ?? from)] as [number, number];
  });
  return ranges.every(([from, to]) => from <= to) ? ranges : null;
}

/** Names and list positions with dots between, such as `data.results.0.status`; null where it is none. */
export function jsonPathOf(text: string): string[] | null {
  const names = text.replace(/^\$\./, '').split('.');
  return text.length <= 200 && names.every((name) => name.trim() !== '') ? names : null;
}

/** From checked settings; absent ones mean any 2xx. */
export function successRuleOf(settings: Record<string, unknown>): SuccessRule {
  const { successStatus, successBodyContains, successJsonPath, successJsonEquals } = settings;
  const path = typeof successJsonPath === 'string' ? jsonPathOf(successJsonPath) : null;
  return {
    statuses: statusesOf(String(successStatus ?? DEFAULT_STATUSES)) ?? [[200, 299]],
    bodyContains: typeof successBodyContains === 'string' ? successBodyContains : null,
    json: path && { path, equals: String(successJsonEquals ?? 'true') },
  };
}

/** What the answer lacks to be a success, in words; null where it is one. */
export function missingForSuccess({ status, body }: HttpReply, rule: SuccessRule): string | null {
  if (!statusCounts(status, rule)) return `HTTP ${status} is no success by the pixel’s rule`;
  if (rule.bodyContains !== null && !body.includes(rule.bodyContains)) {
    return 'its body lacks the text that the pixel’s rule asks for';
  }
  if (rule.json && valueAt(body, rule.json.path) !== rule.json.equals) {
    return `its JSON has not ${rule.json.equals} at ${rule.json.path.join('.')}, as the pixel’s rule asks`;
  }
  return null;
}

export function statusCounts(status: number, { statuses }: SuccessRule): boolean {
  return statuses.some(([from, to]) => status >= from && status <= to);
}

/** The scalar at the path as text, JSON’s own null too; null where there is none. */
function valueAt(body: string, path: readonly string[]): string | null {
  try {
    const found = path.reduce<unknown>((node, name) => {
      const isParent = typeof node === 'object' && node !== null && Object.hasOwn(node, name);
      return isParent ? (node as Record<string, unknown>)[name] : undefined;
    }, JSON.parse(body));
    const isScalar = found === null || (found !== undefined && typeof found !== 'object');
    return isScalar ? String(found) : null;
  } catch {
    return null;
  }
}
