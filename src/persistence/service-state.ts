import type { Sql } from './sql';

/** Facts about the whole installation, by name. */
export async function stateOf(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql<{ value: string }>('select value from service_state where name = $1', [name]);
  return row?.value ?? null;
}

export async function noteState(sql: Sql, name: string, value: string): Promise<void> {
  await sql(
    'insert into service_state (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, value],
  );
}
