import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { PostgresBus } from '../../src/feed/postgres-bus';
import { createLog } from '../../src/log';
import { until } from '../support/until';

const log = createLog('silent', false);
const server = process.env.TEST_DATABASE_URL as string;
const served = server ? describe : describe.skip;

/** Stands between a bus and the database, and can cut the line. */
class Line {
  attempts = 0;
  cut = false;
  private readonly sockets = new Set<Socket>();
  private readonly listener: Server;

  constructor() {
    const { hostname, port } = new URL(server);
    this.listener = createServer((near) => {
      this.attempts += 1;
      this.keep(near);
      if (this.cut) return near.destroy();
      const far = this.keep(connect(Number(port || 5432), hostname));
      near.pipe(far).pipe(near);
    });
  }

  async open(): Promise<string> {
    this.listener.listen(0, '127.0.0.1');
    await once(this.listener, 'listening');
    const url = new URL(server);
    url.hostname = '127.0.0.1';
    url.port = String((this.listener.address() as { port: number }).port);
    return url.href;
  }

  cutAll(): void {
    this.cut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.cutAll();
    this.listener.close();
  }

  /** The database's answers wait until they are let go. */
  hold(): () => void {
    const far = [...this.sockets].filter(({ remotePort }) => remotePort === Number(new URL(server).port || 5432));
    for (const socket of far) socket.pause();
    return () => {
      for (const socket of far) socket.resume();
    };
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    return socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
  }
}

served('wake-ups by NOTIFY (skipped without TEST_DATABASE_URL)', () => {
  const buses: PostgresBus[] = [];
  const openBus = async (url: string) => {
    const bus = new PostgresBus(url, log);
    buses.push(bus);
    await bus.connect();
    let woken = 0;
    bus.subscribe(() => woken++);
    return { bus, woken: () => woken };
  };
  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.close();
  });

  test('a change on one node wakes the followers of all', async () => {
    const [one, other] = [await openBus(server), await openBus(server)];
    one.bus.publish();
    await until('the other node is woken', other.woken, (count) => count > 0);
  });

  test('many changes within milliseconds are few notifications', async () => {
    const { bus } = await openBus(server);
    const observer = new Client({ connectionString: server });
    await observer.connect();
    let notified = 0;
    observer.on('notification', () => notified++);
    await observer.query('listen pixel_tracking_feed');
    for (let index = 0; index < 1_000; index++) bus.publish();
    await until(
      'a notification',
      () => notified,
      (count) => count > 0,
    );
    await observer.query('select 1');
    expect(notified).toBeLessThan(10);
    await observer.end();
  });

  test('a slow database is notified once more for all that came meanwhile, never twice at once', async () => {
    const warnings: string[] = [];
    const warned = ({ message }: Error) => warnings.push(message);
    process.on('warning', warned);
    const line = new Line();
    const [slow, other] = [await openBus(await line.open()), await openBus(server)];
    const letGo = line.hold();
    for (let index = 0; index < 3; index++) {
      slow.bus.publish();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    letGo();
    await until('woken for the first and for the rest', other.woken, (count) => count >= 2);
    process.off('warning', warned);
    await slow.bus.close();
    line.close();
    expect(warnings).toEqual([]);
    expect(other.woken()).toBe(2);
  });

  test('a lost connection is made anew, one try a second however long it takes', async () => {
    const line = new Line();
    const { woken } = await openBus(await line.open());
    const other = await openBus(server);
    line.attempts = 0;
    line.cutAll();
    const lostAt = Date.now();
    await until(
      'three tries',
      () => line.attempts,
      (count) => count >= 3,
    );
    expect(Date.now() - lostAt).toBeGreaterThan(2_500);
    line.cut = false;
    await until('woken by the return', woken, (count) => count > 0);
    const before = woken();
    other.bus.publish();
    await until('woken by the other node', woken, (count) => count > before);
    line.close();
  });

  test('a bus that is closed while its connection is away does not connect again', async () => {
    const line = new Line();
    const { bus } = await openBus(await line.open());
    line.attempts = 0;
    line.cutAll();
    await until(
      'a try',
      () => line.attempts,
      (count) => count === 1,
    );
    await bus.close();
    line.close();
  });
});
