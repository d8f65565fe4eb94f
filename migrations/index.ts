import { Tables1700000000001 } from './0001-tables';

/** All migrations, in the order they run. */
export const MIGRATIONS = [Tables1700000000001];
