import { type Answer, codeOf, pathsOf } from './graphql-http';
import type { TestServer } from './server';

/** The call is refused as BAD_USER_INPUT with these paths and no others, and nothing is stored. */
export async function expectRefusal(
  server: TestServer,
  document: string,
  variables: object,
  paths: readonly string[],
): Promise<Answer> {
  const before = await server.rows();
  const answer = await server.query(server.key, document, variables);
  expect({ code: codeOf(answer), paths: pathsOf(answer) }).toEqual({
    code: 'BAD_USER_INPUT',
    paths: [...paths].sort(),
  });
  expect(await server.rows()).toEqual(before);
  return answer;
}

export const times = <Value>(count: number, value: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => value(index));
