import {
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity';
import type { FieldFault } from '../domain/errors';
import { DEEPEST_VALUE } from './variable-faults';

export const MOST_INPUTS = 1_000;
const MOST_ALIASES = 15;
const DEEPEST = 12;
/** Comparing fields for mergeability is quadratic: a document of more is refused before it is validated. */
const MOST_FIELDS = 2_000;
const HIGHEST_COST = 100_000;
const DEFAULT_FIRST = 50;

/**
 * Rows that a list without `first` is reckoned at. Edges and nodes are reckoned by their connection; the conditions of
 * a rule are few and read with it, so that a page of 200 rules can be asked for with all five levels of them.
 */
const LIST_SIZES: Record<string, number> = {
  edges: 1,
  nodes: 1,
  attempts: 3,
  decisions: 20,
  rules: 20,
  firings: 3,
  conditions: 4,
  groups: 1,
};
const DEFAULT_LIST = 10;

/** Too many inputs, of all bulk mutations of the operation together, or none. */
export function inputsFault(
  { selectionSet }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): FieldFault | null {
  const lists = selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? (selection.arguments ?? []).filter(({ name }) => name.value === 'inputs') : [],
  );
  const total = lists.reduce((sum, { value }) => sum + lengthOf(value, variables), 0);
  return total > MOST_INPUTS ? { path: 'inputs', message: `must be at most ${MOST_INPUTS}, not ${total}` } : null;
}

function lengthOf(value: ValueNode, variables: Record<string, unknown>): number {
  if (value.kind === Kind.LIST) return value.values.length;
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return Array.isArray(given) ? given.length : 0;
}

interface Shape {
  depth: number;
  /** Uses of an alias by field name. */
  aliases: Map<string, number>;
  fields: number;
}

/** What is too much about a document, or null; asked before it is validated. Introspection may be deeper. */
export function documentFault(document: DocumentNode): string | null {
  if (valueDepthOf(document) > DEEPEST_VALUE) return `a value is at most ${DEEPEST_VALUE} levels deep`;
  const { depth, aliases, fields } = shapeOf(document);
  if (fields > MOST_FIELDS) return `a document has at most ${MOST_FIELDS} fields`;
  const repeated = [...aliases].find(([, count]) => count > MOST_ALIASES);
  if (repeated) return `${repeated[0]} has more than ${MOST_ALIASES} aliases`;
  return depth > DEEPEST ? `a query is at most ${DEEPEST} levels deep` : null;
}

/** Of lists and objects written in the document. */
function valueDepthOf(document: DocumentNode): number {
  let depth = 0;
  let deepest = 0;
  const nested = {
    enter() {
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    leave() {
      depth -= 1;
    },
  };
  visit(document, { ListValue: nested, ObjectValue: nested });
  return deepest;
}

function shapeOf(document: DocumentNode): Shape {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const shape: Shape = { depth: 0, aliases: new Map(), fields: 0 };
  const depths = new Map<string, number>();
  for (const selectionSet of fragments.values()) count(selectionSet, shape);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    count(definition.selectionSet, shape);
    shape.depth = Math.max(shape.depth, depthOf(definition.selectionSet, fragments, depths));
  }
  return shape;
}

/** Each selection as it is written: a fragment counts once, however often it is spread. */
function count(selectionSet: SelectionSetNode, shape: Shape): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      shape.fields += 1;
      const name = selection.name.value;
      if (selection.alias) shape.aliases.set(name, (shape.aliases.get(name) ?? 0) + 1);
    }
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) count(selection.selectionSet, shape);
  }
}

function depthOf(
  { selections }: SelectionSetNode,
  fragments: Map<string, SelectionSetNode>,
  known: Map<string, number>,
): number {
  let deepest = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      deepest = Math.max(deepest, fragmentDepth(selection.name.value, fragments, known));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(selection.selectionSet, fragments, known));
    } else if (!selection.name.value.startsWith('__')) {
      deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet, fragments, known) : 0));
    }
  }
  return deepest;
}

/** Each fragment is measured once; one that spreads itself is 0 deep here, and validation refuses it. */
function fragmentDepth(name: string, fragments: Map<string, SelectionSetNode>, known: Map<string, number>): number {
  const measured = known.get(name);
  if (measured !== undefined) return measured;
  known.set(name, 0);
  const selectionSet = fragments.get(name);
  const depth = selectionSet ? depthOf(selectionSet, fragments, known) : 0;
  known.set(name, depth);
  return depth;
}

/** Why an operation is too costly, or null: a field costs 1, times the rows of every list that it stands in. */
export function costFault(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown>,
  operationName?: string,
): string | null {
  const cost = getComplexity({ schema, query, variables, operationName, estimators: [costOf] });
  return cost > HIGHEST_COST
    ? `the operation costs ${cost}, at most ${HIGHEST_COST}: ask for fewer rows or fields`
    : null;
}

function costOf({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  return 1 + rowsOf(field.name, field.type, args) * childComplexity;
}

function rowsOf(name: string, type: GraphQLOutputType, args: Record<string, unknown>): number {
  if ('first' in args) return typeof args.first === 'number' ? Math.min(Math.max(args.first, 1), 200) : DEFAULT_FIRST;
  if (Array.isArray(args.inputs)) return args.inputs.length;
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) ? (LIST_SIZES[name] ?? DEFAULT_LIST) : 1;
}
