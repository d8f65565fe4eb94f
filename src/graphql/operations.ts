import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { badVariables, refusedOperation } from './format-error';
import { costFault, documentFault, inputsFault } from './limits';
import { variableFaults } from './variable-faults';

/** Far above any sensible operation; a document of more is not even parsed. */
export const MOST_TOKENS = 100_000;
const KNOWN_DOCUMENTS = 1_000;
/** A longer one has its values written into it: it is not seen again. */
const LONGEST_KNOWN = 20_000;

/** Documents found good, so that the same query is looked at once. */
export class KnownDocuments {
  private readonly known = new Map<string, DocumentNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** The document where it parses; throws a GraphQLError where it is too large, too deep or has too many aliases. */
  parsed(text: string): DocumentNode {
    const known = this.known.get(text);
    if (known) return known;
    const document = parsedOrRefused(text);
    const fault = documentFault(document);
    if (fault) throw refusedOperation(fault);
    return document;
  }

  /** Parsed and validated, or what is wrong with it. */
  validated(text: string): DocumentNode | readonly GraphQLError[] {
    const known = this.known.get(text);
    if (known) return known;
    const document = this.parsed(text);
    const errors = validate(this.schema, document);
    if (errors.length > 0) return errors;
    this.remember(text, document);
    return document;
  }

  private remember(text: string, document: DocumentNode): void {
    if (text.length > LONGEST_KNOWN) return;
    if (this.known.size >= KNOWN_DOCUMENTS) this.known.delete(this.known.keys().next().value as string);
    this.known.set(text, document);
  }
}

/** graphql-js parses by recursion: thousands of open brackets overflow the stack. */
function parsedOrRefused(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof RangeError) throw refusedOperation('the document is nested too deeply');
    const { message, source, positions } = error as GraphQLError;
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

/** Throws where the variables are wrong or the operation costs too much. */
export function refuseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const tooMany = inputsFault(operation, variables);
  if (tooMany) throw badVariables([tooMany]);
  const faults = variableFaults(schema, operation, variables);
  if (faults.length > 0) throw badVariables(faults);
  const costly = costOrFault(schema, document, variables, operation.name?.value);
  if (costly) throw refusedOperation(costly);
}

/** Counting walks every spread of a fragment, and gives up on a document that has too many. */
function costOrFault(...asked: Parameters<typeof costFault>): string | null {
  try {
    return costFault(...asked);
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}

export function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (!operation)
    throw new GraphQLError('the document has no such operation', { extensions: { code: 'BAD_USER_INPUT' } });
  return operation;
}
