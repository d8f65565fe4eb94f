import { randomBytes } from 'node:crypto';
import { MIGRATIONS } from '../../migrations';
import { Database } from '../../src/persistence/database';
import { administer, urlOf } from '../support/administer';
import { openTestDatabase } from '../support/database';

const server = process.env.TEST_DATABASE_URL as string;
const onServed = server ? test : test.skip;

onServed('nodes that start at once on an empty database migrate it once, and all start', async () => {
  const name = `pixel_tracking_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name}`);
  try {
    const url = urlOf(server, name);
    const nodes = await Promise.all(Array.from({ length: 5 }, () => Database.open({ url, poolSize: 1 })));
    const applied = await nodes[0]?.sql('select name from migrations');
    expect(applied).toHaveLength(MIGRATIONS.length);
    for (const node of nodes) expect(await node.sql('select 1 from firings')).toEqual([]);
    await Promise.all(nodes.map((node) => node.close()));
  } finally {
    await administer(server, `drop database ${name} with (force)`);
  }
});

test('what is migrated is left as it is by the next start', async () => {
  const { database, url, close } = await openTestDatabase();
  await database.sql(`insert into service_state (name, value) values ('kept', 'yes')`);
  const again = url ? await Database.open({ url, poolSize: 1 }) : database;
  expect(await again.sql(`select value from service_state where name = 'kept'`)).toEqual([{ value: 'yes' }]);
  if (again !== database) await again.close();
  await close();
});

test('a transaction that throws leaves nothing, and its connection is good for the next', async () => {
  const { database, close } = await openTestDatabase();
  const failing = database.transaction(async (sql) => {
    await sql(`insert into service_state (name, value) values ('lost', 'x')`);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const broken = database.transaction((sql) => sql('select 1/0'));
  await expect(broken).rejects.toMatchObject({ code: '22012' });
  expect(await database.sql('select name from service_state')).toEqual([]);
  await close();
});

test('the schema can be taken down and put up again', async () => {
  const { database, close } = await openTestDatabase();
  const runner = database.manager.connection.createQueryRunner();
  for (const Migration of [...MIGRATIONS].reverse()) await new Migration().down(runner);
  const left =
    await runner.query(`select relname from pg_class where relkind in ('r', 'p', 'S') and relnamespace = 'public'::regnamespace
    and relname not like 'migrations%'`);
  expect(left).toEqual([]);
  for (const Migration of MIGRATIONS) await new Migration().up(runner);
  await runner.release();
  expect(await database.sql('select 1 from firings')).toEqual([]);
  await close();
});
