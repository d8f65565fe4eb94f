import { isAway, isUnavailable } from '../../src/persistence/availability';
import { GroupCommit } from '../../src/persistence/group-commit';

interface Call {
  name: string;
  key?: string;
}

/** A group commit whose writes are seen, and wait until they are let go. */
function recording(fails: (group: Call[]) => Error | null = () => null, maxGroup = 500) {
  const groups: string[][] = [];
  const group = new GroupCommit<Call, string>(
    async (calls) => {
      groups.push(calls.map(({ name }) => name));
      await new Promise((resolve) => setImmediate(resolve));
      const failure = fails(calls);
      if (failure) throw failure;
      return calls.map(({ name }) => (name.startsWith('refused') ? new Error(name) : `${name} done`));
    },
    ({ key }) => (key === undefined ? [] : [key]),
    maxGroup,
  );
  return { group, groups };
}

const settled = (promises: Promise<string>[]) =>
  Promise.all(promises.map((promise) => promise.catch((error: Error) => error)));

test('callers of the same moment share one commit, and the next group fills up meanwhile', async () => {
  const { group, groups } = recording();
  const first = ['a', 'b', 'c'].map((name) => group.submit({ name }));
  await Promise.resolve();
  const second = ['d', 'e'].map((name) => group.submit({ name }));
  expect(await Promise.all([...first, ...second])).toEqual(['a done', 'b done', 'c done', 'd done', 'e done']);
  expect(groups.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(groups.length).toBeLessThanOrEqual(2);
});

test('a group is never larger than its limit', async () => {
  const { group, groups } = recording(() => null, 2);
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => group.submit({ name })));
  expect(groups).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('calls of one key never share a group and keep their order of arrival', async () => {
  const { group, groups } = recording(() => null, 3);
  const calls = [
    { name: 'x1', key: 'x' },
    { name: 'y1', key: 'y' },
    { name: 'x2', key: 'x' },
    { name: 'free' },
    { name: 'y2', key: 'y' },
    { name: 'x3', key: 'x' },
  ];
  await Promise.all(calls.map((call) => group.submit(call)));
  expect(groups).toEqual([['x1', 'y1', 'free'], ['x2', 'y2'], ['x3']]);
});

test('when a group fails on what one caller brought, the others are written and only the guilty one hears of it', async () => {
  const { group, groups } = recording((calls) =>
    calls.some(({ name }) => name === 'guilty') ? new Error('null in a column') : null,
  );
  const results = await settled(['a', 'guilty', 'b'].map((name) => group.submit({ name })));
  expect(results).toEqual(['a done', new Error('null in a column'), 'b done']);
  expect(groups).toEqual([['a', 'guilty', 'b'], ['a'], ['guilty'], ['b']]);
});

test('a caller whose own input is refused hears it alone, without a replay', async () => {
  const { group, groups } = recording();
  const results = await settled(['a', 'refused b', 'c'].map((name) => group.submit({ name })));
  expect(results).toEqual(['a done', new Error('refused b'), 'c done']);
  expect(groups).toHaveLength(1);
});

test('when the database is away all hear of it at once, and nobody is replayed', async () => {
  const { group, groups } = recording(() => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
  const results = await settled(['a', 'b', 'c'].map((name) => group.submit({ name })));
  expect(results.every((result) => result instanceof Error)).toBe(true);
  expect(groups).toHaveLength(1);
});

test('after a failure the next callers are served', async () => {
  let broken = true;
  const { group } = recording(() => (broken ? new Error('once') : null));
  await settled([group.submit({ name: 'a' })]);
  broken = false;
  expect(await group.submit({ name: 'b' })).toBe('b done');
});

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code });

test.each([
  ['a refused connection', withCode('ECONNREFUSED'), true, true],
  ['the embedded socket gone', withCode('ENOENT'), true, true],
  ['a server that shuts down', withCode('57P01'), true, true],
  ['too many connections', withCode('53300'), true, true],
  ['a lost connection, by its words', new Error('Connection terminated unexpectedly'), true, true],
  ['no connection in time', new Error('timeout exceeded when trying to connect'), true, true],
  ['a driver error inside', Object.assign(new Error('x'), { driverError: withCode('08006') }), true, true],
  ['a cause inside', new Error('x', { cause: withCode('ECONNRESET') }), true, true],
  ['a deadlock', withCode('40P01'), true, false],
  ['a serialization failure', withCode('40001'), true, false],
  ['a duplicate key', withCode('23505'), false, false],
  ['bad data', withCode('22P02'), false, false],
  ['a mistake of ours', new TypeError('x is undefined'), false, false],
  ['no error at all', 'text', false, false],
])('%s: unavailable %#', (_name, error, unavailable, away) => {
  expect([isUnavailable(error), isAway(error)]).toEqual([unavailable, away]);
});
