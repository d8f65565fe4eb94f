import { fbclidIn, fbcOf, fbpOf } from '../../../src/platforms/normalize/click-ids';
import { describeVectors, vectorsOf } from '../vectors';

interface Vector {
  id: string;
  kind: 'build' | 'validate' | 'parse' | 'extract' | 'format';
  param?: 'fbc' | 'fbp';
  value?: string;
  valid?: boolean;
  disputed?: string;
  url?: string;
  urls?: string[];
  query?: Record<string, string> | null;
  referer?: string | null;
  existing_fbc?: string | null;
  existing_fbp?: string | null;
  time_ms?: number;
  fbclid?: string;
  expected?: { payload: string };
  expected_fbclid?: string | null;
  expected_fbc?: string | null;
  expected_fbc_core?: string | null;
  expected_fbp?: string | null;
}

const vectors = vectorsOf<Vector>('fbc.json');
const ofKind = (kind: Vector['kind']) => vectors.filter((vector) => vector.kind === kind);

/** Without the index, which only the browser knows, and the library's appendix. */
function core(fbc: string | null | undefined): string | null {
  const [, , time, payload] = fbc?.split('.') ?? [];
  return payload === undefined ? null : `${time}.${payload}`;
}

const fbclidOf = ({ query, referer, url }: Vector) => query?.fbclid ?? fbclidIn(referer) ?? fbclidIn(url);

describeVectors('click ids of the published libraries', () => {
  it.each(ofKind('validate').filter(({ disputed }) => !disputed))('$id: $param $value is valid: $valid', (vector) => {
    const { param, value = '', valid } = vector;
    const kept = param === 'fbc' ? fbcOf({ fbc: value }, 1) : fbpOf(value);
    expect(kept).toBe(valid ? value : null);
  });

  it.each(ofKind('parse'))('$id: the payload of $value', ({ value, expected }) => {
    expect(fbcOf({ fbc: value, fbclid: expected?.payload }, 1)).toBe(value);
  });

  it.each(ofKind('extract'))('$id: the fbclid of a page', ({ url, urls = [url ?? ''], expected_fbclid }) => {
    const found = urls.map(fbclidIn).find((fbclid) => fbclid !== null) ?? null;
    expect(found).toBe(expected_fbclid || null);
  });

  it.each(ofKind('format'))('$id: $value', ({ param, value = '', fbclid, time_ms = 0 }) => {
    if (param === 'fbc') expect(fbcOf({ fbclid }, time_ms)).toBe(value);
    expect(param === 'fbc' ? fbcOf({ fbc: value }, 1) : fbpOf(value)).toBe(value);
  });

  it.each(ofKind('build'))('$id: payload, time, keep or replace', (vector) => {
    const { existing_fbc, existing_fbp, time_ms = 7, expected_fbp } = vector;
    const fbclid = fbclidOf(vector);
    const built = fbcOf({ fbc: existing_fbc, fbclid }, time_ms);
    const stated = vector.expected_fbc_core ?? vector.expected_fbc;
    const expected = stated ? core(stated) : fbclid ? `${time_ms}.${fbclid}` : null;
    expect(core(built)).toBe(expected);
    if (existing_fbp && expected_fbp) expect(fbpOf(existing_fbp)).toBe(existing_fbp);
  });
});
