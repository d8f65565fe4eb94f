import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildApiSchema } from './schema';

/** The schema as it is committed: sorted, so that a change of order is no difference. */
export function schemaText(): string {
  return `# Emitted from src/graphql by \`npm run schema\`: change the code, not this file.\n\n${printSchema(lexicographicSortSchema(buildApiSchema()))}\n`;
}

if (require.main === module) writeFileSync(path.join(process.cwd(), 'schema.graphql'), schemaText());
