import { createClient } from '@redis/client';
import { RedisBus } from '../../src/feed/redis-bus';
import { createLog } from '../../src/log';
import { HAS_REDIS_SERVER, type RedisServer, redisServer } from '../support/redis-server';
import { until } from '../support/until';

const log = createLog('silent', false);
const { TEST_REDIS_URL } = process.env;
const buses: RedisBus[] = [];

async function openBus(url: string): Promise<{ bus: RedisBus; woken: () => number }> {
  const bus = new RedisBus(url, log);
  buses.push(bus);
  await bus.connect();
  let woken = 0;
  bus.subscribe(() => woken++);
  return { bus, woken: () => woken };
}

afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.close();
});

const withRedis = HAS_REDIS_SERVER || TEST_REDIS_URL ? describe : describe.skip;
const withOwnRedis = HAS_REDIS_SERVER ? describe : describe.skip;

withRedis('wake-ups over Redis (skipped where there is neither redis-server nor TEST_REDIS_URL)', () => {
  let server: RedisServer | null = null;
  let url: string;
  beforeAll(async () => {
    server = HAS_REDIS_SERVER ? await redisServer() : null;
    await server?.start();
    url = server?.url ?? (TEST_REDIS_URL as string);
  });
  afterAll(() => server?.stop());

  test('a change on one node wakes the followers of all, each once', async () => {
    const [one, other] = [await openBus(url), await openBus(url)];
    one.bus.publish();
    await until('the other node is woken', other.woken, (count) => count === 1);
    other.bus.publish();
    await until('the first node is woken', one.woken, (count) => count === 2);
    expect(other.woken()).toBe(2);
  });

  test('many changes within milliseconds are few messages', async () => {
    const observer = createClient({ url });
    await observer.connect();
    let messages = 0;
    await observer.subscribe('pixel_tracking_feed', () => {
      messages += 1;
    });
    const { bus, woken } = await openBus(url);
    const before = woken();
    for (let index = 0; index < 1_000; index++) bus.publish();
    await until(
      'a message',
      () => messages,
      (count) => count > 0,
    );
    bus.publish();
    await until(
      'the next message',
      () => messages,
      (count) => count > 1,
    );
    expect(messages).toBe(2);
    expect(woken() - before).toBe(1_001);
    observer.destroy();
  });
});

withOwnRedis('a Redis that comes and goes (skipped where there is no redis-server)', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await redisServer();
  });
  afterEach(() => server.stop());

  test('a lost Redis stops nobody, and its return wakes everyone', async () => {
    await server.start();
    const [one, other] = [await openBus(server.url), await openBus(server.url)];
    await server.stop();
    one.bus.publish();
    expect(one.woken()).toBe(1);
    expect(other.woken()).toBe(0);
    await server.start();
    await until('woken by the return', other.woken, (count) => count > 0);
    const before = other.woken();
    await until(
      'woken by the other node again',
      () => {
        one.bus.publish();
        return other.woken();
      },
      (count) => count > before,
    );
  });

  test('a node starts without Redis and finds it when it comes', async () => {
    const [one, other] = [await openBus(server.url), await openBus(server.url)];
    one.bus.publish();
    await server.start();
    await until(
      'woken by the other node',
      () => {
        one.bus.publish();
        return other.woken();
      },
      (count) => count > 1,
    );
  });

  test('a bus is closed while Redis is away', async () => {
    const { bus } = await openBus(server.url);
    bus.publish();
    await bus.close();
  });
});
