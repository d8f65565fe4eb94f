/** Runs one statement and answers its rows. Inside a transaction only the one handed in may be used. */
// biome-ignore lint/suspicious/noExplicitAny: a row's shape is the statement's; each caller names it.
export type Sql = <Row = any>(text: string, parameters?: readonly unknown[]) => Promise<Row[]>;
