import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.VECTORS_DIR ?? join(__dirname, '../../../shared/vectors');

/** Whether the conformance vectors lie beside the project; they are no part of it. */
export const hasVectors = existsSync(FOLDER);

/** `describe` where the vectors are, else `describe.skip`. */
export const describeVectors = hasVectors ? describe : describe.skip;

/** The cases of one file; none where it is absent. */
export function vectorsOf<Case>(file: string): Case[] {
  return hasVectors ? JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) : [];
}
