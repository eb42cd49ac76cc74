import { VirtualWorld } from '../support/virtual-world.ts';
import { expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';

test('a frame of the trade stream that cannot be read may have been a trade: a hole is recorded, and REST is asked', async () => {
  const world = new VirtualWorld(7, 'unreadable-trade');
  await world.open();
  await world.run(12_000, 100);
  const trades = world.session.diagnostics().subscriptions.find(({ channel }) => channel === 'trade');
  world.garble(JSON.stringify({ type: 'trade', sid: trades?.sid, msg: { count_fp: '1.005' } }));
  await world.run(6_000, 100);
  await world.close();
  const reader = await openReader(world.exchangeId);
  const reasons = (await reader.gaps({})).map(({ channel, reason }) => `${channel} ${reason}`);
  reader.close();
  expect(reasons).toContain('trade sequence');
  expect(reasons).toContain('trade sequence-filled');
});
