import { type ClassType, Field, ObjectType } from 'type-graphql';
import { badUserInput } from '../domain/errors';
import type { Page, PageRequest } from '../domain/page';

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => Boolean) hasPreviousPage: boolean;
  @Field(() => String, { nullable: true }) startCursor: string | null;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
}

/** The edge and connection types of a node type. */
export function connectionOf<Node extends object>(type: ClassType<Node>, name: string): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class Edge {
    @Field(() => String) cursor: string;
    @Field(() => type) node: Node;
  }
  @ObjectType(`${name}Connection`, { simpleResolvers: true })
  class NodeConnection {
    @Field(() => [Edge]) edges: Edge[];
    @Field(() => [type]) nodes: Node[];
    @Field(() => PageInfo) pageInfo: PageInfo;
  }
  return NodeConnection;
}

const DEFAULT_FIRST = 50;
const MOST = 200;

/** `first` is 1 to 200, null means 50; a malformed cursor is refused. */
export function pageOf(first: number | null | undefined, after: string | null | undefined): PageRequest {
  const wanted = first ?? DEFAULT_FIRST;
  if (wanted < 1 || wanted > MOST) throw badUserInput([{ path: 'first', message: `must be 1 to ${MOST}` }]);
  return { first: wanted, after: after === null || after === undefined ? null : idIn(after) };
}

function idIn(cursor: string): string {
  const match = /^1:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(
    Buffer.from(cursor, 'base64url').toString(),
  );
  if (!match) throw badUserInput([{ path: 'after', message: 'is no cursor of this list' }]);
  return match[1] as string;
}

/** A page as a connection; a cursor is a place in the order, valid under any filter. */
export function connect<Row extends { id: string }, Node>(
  page: Page<Row>,
  request: PageRequest,
  nodeOf: (row: Row) => Node,
  placeOf: (row: Row) => string = ({ id }) => id,
): Connection<Node> {
  const edges = page.rows.map((row) => ({
    cursor: Buffer.from(`1:${placeOf(row)}`).toString('base64url'),
    node: nodeOf(row),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
