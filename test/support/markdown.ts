import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of docs/, for tests that hold it true. */
export interface Page {
  text: string;
  /** Rows of the table with these first headings. */
  table(...headings: string[]): string[][];
  /** What stands in fences of this kind. */
  fences(info: string): string[];
}

export function readPage(name: string): Page {
  const text = readFileSync(join(__dirname, '../../docs', name), 'utf8');
  return {
    text,
    table: (...headings) => rowsOf(text.split('\n'), headings),
    fences: (info) =>
      [...text.matchAll(new RegExp(`^\`\`\`${info}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(([, inside = '']) => inside),
  };
}

function rowsOf(lines: readonly string[], headings: readonly string[]): string[][] {
  const start = lines.findIndex((line) => {
    const cells = line.startsWith('|') ? cellsOf(line) : [];
    return headings.every((heading, index) => cells[index] === heading);
  });
  if (start < 0) throw new Error(`no table ${headings.join(', ')}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** A cell without its backticks. */
export const plain = (cell = '') => cell.replace(/^`(.*)`$/, '$1');

/** All that stands in backticks in a cell. */
export const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
