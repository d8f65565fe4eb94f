import {
  And,
  type EntityManager,
  type EntityTarget,
  type FindOptionsWhere,
  IsNull,
  LessThan,
  Not,
  type ObjectLiteral,
} from 'typeorm';
import type { Page, PageRequest } from '../domain/page';

/** A page of a configuration table, newest first by id; `after` is the id of the last row of the page before. */
export async function configPage<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  where: FindOptionsWhere<Row>,
  { first, after }: PageRequest,
): Promise<Page<Row>> {
  const id = after === null ? Not(IsNull()) : And(Not(IsNull()), LessThan(after));
  const rows = await manager.find(entity, {
    where: { ...where, id } as FindOptionsWhere<Row>,
    order: { id: 'DESC' } as never,
    take: first + 1,
  });
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}
