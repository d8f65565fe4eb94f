/** Waits for a condition; throws with its name when it does not come true in time. */
export async function until<Value>(
  name: string,
  read: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  timeoutMs = 15_000,
): Promise<Value> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`${name} did not come true: ${JSON.stringify(value)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
