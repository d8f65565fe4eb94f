import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { callFaults } from '../dispatcher/fire-pixels';
import { reportFaults } from '../dispatcher/report-leads';
import type { FieldFault } from '../domain/errors';

const MOST_FAULTS = 100;
/** Deeper than any input is; GraphQL would walk it until the stack overflows. */
export const DEEPEST_VALUE = 64;
/** So many parts of its path say where the depth is. */
const SHOWN_PARTS = 3;

/**
 * All that GraphQL would refuse in the variables, at once and by path. GraphQL's own messages repeat the value, which
 * may be somebody's e-mail address: these never do.
 */
export function variableFaults(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): FieldFault[] {
  const faults = depthFaults(operation, variables);
  if (faults.length > 0) return faults;
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
    if (!type || !isInputType(type)) continue;
    faults.push(...faultsOf(type, variables[name], argumentOf(operation, name), definition.defaultValue !== undefined));
  }
  return faults.slice(0, MOST_FAULTS);
}

function depthFaults(operation: OperationDefinitionNode, variables: Record<string, unknown>): FieldFault[] {
  const place = tooDeep(variables, DEEPEST_VALUE);
  if (!place) return [];
  const [variable = '', ...rest] = place;
  const path = [argumentOf(operation, variable), ...rest].slice(0, SHOWN_PARTS).join('.');
  return [{ path, message: `must be at most ${DEEPEST_VALUE} levels deep` }];
}

/** The way down to what is deeper, or null. */
function tooDeep(value: unknown, levels: number): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (levels === 0) return [];
  for (const [name, member] of Object.entries(value)) {
    const below = tooDeep(member, levels - 1);
    if (below) return [name, ...below];
  }
  return null;
}

function faultsOf(type: GraphQLInputType, value: unknown, path: string, hasDefault: boolean): FieldFault[] {
  if (value === undefined) return isNonNullType(type) && !hasDefault ? [{ path, message: 'is required' }] : [];
  const faults: FieldFault[] = [];
  const coerced = coerceInputValue(value, type, (place, _invalid, { message }) => {
    faults.push(faultOf(message, [path, ...place].join('.')));
  });
  return faults.length === 0 ? [] : withOurs(faults, getNamedType(type).name, coerced, path);
}

/** What the resolver would find in the rest of such an input: the caller hears of all faults at once. */
const CHECKS: Record<string, (input: never, path: string, now: Date) => FieldFault[]> = {
  ReportLeadInput: reportFaults,
  FirePixelInput: callFaults,
};

/** In a list each input stands alone, and is checked when it is its turn. */
function withOurs(faults: FieldFault[], typeName: string, coerced: unknown, path: string): FieldFault[] {
  const check = CHECKS[typeName];
  if (!check || typeof coerced !== 'object' || coerced === null || Array.isArray(coerced)) return faults;
  const known = faults.map((fault) => fault.path);
  // "Takes exactly one of leadId and lead" is no news where the one was given and refused.
  const isKnown = (own: string) => [own, `${own}.leadId`, `${own}.lead`].some((place) => known.includes(place));
  const ours = check(coerced as never, path, new Date()).filter((fault) => !isKnown(fault.path));
  return [...faults, ...ours];
}

/** Variables are named by the argument that they are given to, as faults found later are. */
function argumentOf({ selectionSet }: OperationDefinitionNode, variable: string): string {
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const argument = selection.arguments?.find(
      ({ value }) => value.kind === Kind.VARIABLE && value.name.value === variable,
    );
    if (argument) return argument.name.value;
  }
  return variable;
}

/** Those of scalars.ts: they say what is wanted, and nothing of the value. */
const OUR_WORDS = /^must be /;

/** From graphql-js's wording of a fault to ours. */
function faultOf(message: string, path: string): FieldFault {
  const missing = /^Field "(\w+)" of required type /.exec(message);
  if (missing) return { path: `${path}.${missing[1]}`, message: 'is required' };
  const unknown = /^Field "([^"]{1,100})" is not defined by type "(\w+)"/.exec(message);
  if (unknown) return { path, message: `${unknown[2]} has no such field: ${unknown[1]}` };
  const expected = /^Expected (?:non-nullable )?type "([^"]+)"/.exec(message);
  if (expected)
    return { path, message: message.includes('not to be null') ? 'must not be null' : `must be a ${expected[1]}` };
  if (/ enum\b/.test(message)) return { path, message: 'is no value of its enum' };
  if (OUR_WORDS.test(message)) return { path, message };
  return { path, message: `must be ${wordsFor(message)}` };
}

function wordsFor(message: string): string {
  if (message.startsWith('String')) return 'text';
  if (message.startsWith('Boolean')) return 'true or false';
  if (message.startsWith('Int')) return 'a whole number';
  return 'of its type';
}
