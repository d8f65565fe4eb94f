import { MemoryBus } from '../../src/feed/bus';

test('a change wakes every follower until it stops listening', async () => {
  const bus = new MemoryBus();
  const woken: string[] = [];
  const stop = bus.subscribe(() => woken.push('first'));
  bus.subscribe(() => woken.push('second'));
  bus.publish();
  stop();
  bus.publish();
  expect(woken).toEqual(['first', 'second', 'second']);
  await bus.close();
  bus.publish();
  expect(woken).toHaveLength(3);
});
