import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations';
import { LOCKS } from './advisory-locks';
import { ENTITIES } from './entities';
import { ensurePartitions } from './partitions';
import type { Sql } from './sql';

export type { Sql };

export interface DatabaseOptions {
  url: string;
  /** Connections of this node; 1 for an embedded database, which has one session. */
  poolSize: number;
}

const DEADLOCK = '40P01';

/** A database that hangs must not hang its callers; migrations take as long as they take. */
const QUERY_TIMEOUT_MS = 20_000;

function dataSourceOf({ url, poolSize }: DatabaseOptions, queryTimeoutMs: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    synchronize: false,
    logging: false,
    // With a pool of one, asking for a second connection inside a transaction would wait for ever without a word.
    extra: { connectionTimeoutMillis: 10_000, query_timeout: queryTimeoutMs, keepAlive: true },
  });
}

function sqlOf(runner: QueryRunner): Sql {
  return async (text, parameters) => (await runner.query(text, parameters as unknown[], true)).records ?? [];
}

/** The one way to the database. */
export class Database {
  private constructor(private readonly source: DataSource) {}

  /** Brings the schema up to date (one node at a time) and opens the pool. */
  static async open(options: DatabaseOptions): Promise<Database> {
    await migrate(options);
    const source = dataSourceOf(options, QUERY_TIMEOUT_MS);
    await source.initialize();
    // A connection lost while idle must not end the process: the next query opens another.
    (source.driver as unknown as { master: NodeJS.EventEmitter }).master.on('error', () => {});
    return new Database(source);
  }

  get manager(): EntityManager {
    return this.source.manager;
  }

  /** One statement outside a transaction. */
  sql: Sql = (text, parameters) => this.session((sql) => sql(text, parameters));

  /** Throws where it can't be asked. */
  async ping(): Promise<void> {
    await this.sql('select 1');
  }

  /** One connection for all of the work, without a transaction: for what a session holds, such as a lock. */
  async session<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(sqlOf(runner));
    } finally {
      await runner.release();
    }
  }

  /** Commits what `work` did, or rolls all of it back when it throws; one that lost a deadlock is run again. */
  async transaction<Result>(work: (sql: Sql, manager: EntityManager) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runTransaction(work);
      } catch (error) {
        if ((error as { code?: string }).code !== DEADLOCK || attempt >= 5) throw error;
      }
    }
  }

  private async runTransaction<Result>(work: (sql: Sql, manager: EntityManager) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(sqlOf(runner), runner.manager);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}

/** A source of one connection, so that lock and migrations share a session. */
async function migrate(options: DatabaseOptions): Promise<void> {
  const source = dataSourceOf({ ...options, poolSize: 1 }, 0);
  await source.initialize();
  try {
    await source.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
    await source.runMigrations({ transaction: 'each' });
    const runner = source.createQueryRunner();
    await ensurePartitions(sqlOf(runner), new Date());
    await runner.release();
    await source.query('select pg_advisory_unlock($1)', [LOCKS.migrate]);
  } finally {
    await source.destroy();
  }
}
