import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { schemaText } from '../src/graphql/emit-schema';

const ROOT = path.join(__dirname, '..');
/** Stands beside the project where the contract is kept, and nowhere else. */
const CHECK = path.join(ROOT, '../shared/tools/check-contract.mjs');

test('schema.graphql is what the code emits; if not: npm run schema', () => {
  expect(readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')).toBe(schemaText());
});

(existsSync(CHECK) ? test : test.skip)('the schema takes nothing away from the contract', () => {
  expect(execFileSync(process.execPath, [CHECK], { cwd: ROOT, encoding: 'utf8' })).toBe(
    '0 differences from the contract\n',
  );
});
