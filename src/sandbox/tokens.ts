/**
 * The sandbox's own convention, so that anybody can try the path of a refused token: a token that begins with
 * `invalid` or `expired` is refused, every other one is accepted. A missing one is refused as by the platforms.
 */
export function isRefusedToken(token: unknown): boolean {
  return typeof token !== 'string' || token.trim() === '' || /^(invalid|expired)/i.test(token);
}
