import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.join(__dirname, '../src');
const ROOF = ['app.ts', 'engine.ts', 'demo.ts', 'main.ts', 'config.ts', 'local-secrets.ts'];

/** Floors from the ground up; a room imports rooms of lower floors and itself. */
const FLOORS = [
  ['domain'],
  ['log.ts', 'metrics.ts'],
  ['persistence', 'platforms', 'outbound'],
  ['dispatcher', 'workspace', 'feed'],
  ['graphql', 'server'],
  ROOF,
];
/** Beside the floors or purer than theirs: these import themselves and domain/ alone. */
const DOMAIN_ALONE = ['sandbox', 'platforms'];

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|cjs)$/.test(file))
  .map((file) => file.split(path.sep).join('/'));

/** Files of ours that a file imports, types included, by their path under src/. */
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const named = text.matchAll(/(?:\bfrom\s*|\bimport\s*|\bimport\(\s*|\brequire\(\s*)'(\.[^']+)'/g);
  return [...named].map(([, target = '']) => resolved(path.posix.join(path.posix.dirname(file), target)));
}

function resolved(target: string): string {
  const found = [target, `${target}.ts`, `${target}.cjs`, `${target}/index.ts`].find((file) => FILES.includes(file));
  return found ?? target;
}

/** The folder of src/ or the file in it. */
function roomOf(file: string): string {
  return file.split('/')[0] as string;
}

function floorOf(file: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)));
}

function faultOf(file: string, target: string): string | null {
  const [room, other] = [roomOf(file), roomOf(target)];
  if (target.startsWith('../')) return target.startsWith('../migrations') ? null : 'leaves src/';
  if (room === other || ROOF.includes(room)) return null;
  if (DOMAIN_ALONE.includes(room)) return other === 'domain' ? null : 'may import domain/ alone';
  if (other === 'sandbox') return 'is mounted by app.ts alone';
  if (floorOf(target) > floorOf(file)) return 'goes up';
  return floorOf(target) === floorOf(file) ? 'goes sideways' : null;
}

test('every file of src/ stands on a floor', () => {
  expect(FILES.filter((file) => floorOf(file) < 0 && roomOf(file) !== 'sandbox')).toEqual([]);
});

test('imports only ever go down', () => {
  const faults = FILES.flatMap((file) =>
    (IMPORTS.get(file) ?? []).flatMap((target) => {
      const fault = faultOf(file, target);
      return fault ? [`${file} -> ${target} ${fault}`] : [];
    }),
  );
  expect(faults).toEqual([]);
});

test('no imports go round', () => {
  const state = new Map<string, 'open' | 'done'>();
  const rounds: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (state.get(file) === 'open') rounds.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const target of IMPORTS.get(file) ?? []) visit(target, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of FILES) visit(file, []);
  expect(rounds).toEqual([]);
});

test('platforms and domain know no clock, no environment and no network', () => {
  const impure =
    /\bprocess\.env\b|\bDate\.now\(\)|\bnew Date\(\)|'node:(fs|http|https|dns)|\bfetch\(|'undici'|'pino'|(?<!\bisIP \} from )'node:net'/;
  const pure = FILES.filter((file) => ['domain', 'platforms'].includes(roomOf(file)));
  expect(pure.filter((file) => impure.test(readFileSync(path.join(SRC, file), 'utf8')))).toEqual([]);
});

test('nothing asks URL.canParse, which is wrong of letters such as ü once Node.js 20 has compiled it', () => {
  const asks = FILES.filter((file) => /\bURL\.canParse\(/.test(readFileSync(path.join(SRC, file), 'utf8')));
  expect(asks).toEqual([]);
});

test('SQL stands in persistence and migrations, and in workspace where an entity can’t say it', () => {
  const speaks = /\bsql(<[^(]*>)?\(\s*[`']/;
  const rooms = new Set(['persistence', 'workspace']);
  const outside = FILES.filter((file) => !rooms.has(roomOf(file)));
  expect(outside.filter((file) => speaks.test(readFileSync(path.join(SRC, file), 'utf8')))).toEqual([]);
});
