/** The exchange never sends a trade, and no number is left out: REST knows it, and the audit finds it. */
// First: Dexie looks for IndexedDB when it is loaded.
import { VirtualWorld } from '../support/virtual-world.ts';
import { expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import { must } from '#core/lib/assert.ts';
import { MINUTE, SECOND } from '#core/units/time.ts';

const STEP_MS = 100;

test(
  'a trade that was never sent is found by the audit, counted and recorded once, and told as a gap that is filled',
  { timeout: 120_000 },
  async () => {
    const world = new VirtualWorld(7, 'unsent-trade');
    await world.open();
    await world.run(2 * MINUTE, STEP_MS);
    const { engine } = world.session;
    const held = () => engine.recent(1_000_000).map(({ tradeId }) => must(tradeId, 'an id'));
    await world.loseTrade();
    await world.run(30 * SECOND, STEP_MS);
    const before = new Set(held());
    const until = world.clock.now() - 2 * SECOND;
    expect(world.session.diagnostics().backfill.recovered).toBe(0);
    expect(world.session.status()).toMatchObject({ gaps: 0, sequenceGaps: 0 });

    // The audit at five minutes finds it, and leaves what is younger than half a minute to the next, for it may still come.
    await world.run(130 * SECOND, STEP_MS);
    await world.loseTrade();
    await world.run(MINUTE, STEP_MS);
    expect(world.session.diagnostics().backfill.recovered).toBe(1);
    const found = engine
      .recent(1_000_000)
      .filter(({ tradeId, venueAt }) => venueAt <= until && !before.has(must(tradeId, 'an id')));
    expect(found).toHaveLength(1);
    const { ticker, tradeId, venueAt } = must(found[0], 'the trade that was never sent');
    // The next one finds that, and nothing twice.
    await world.run(5 * MINUTE, STEP_MS);
    expect(world.session.diagnostics().backfill.recovered).toBe(2);
    expect(world.session.status()).toMatchObject({ gaps: 0, duplicates: 0 });
    const [ids, { hour }] = [held(), engine.analytics()];
    expect(new Set(ids).size).toBe(ids.length);
    expect(hour.totals.trades).toBe(ids.length);
    const ofMarket = engine.recent(1_000_000).filter((trade) => trade.ticker === ticker);
    expect(engine.market(ticker, 60)?.trades).toBe(ofMarket.length);

    await world.close();
    const { produced, stored, gaps } = await world.verdict();
    expect(gaps).toEqual([]);
    expect(stored.filter((id) => id === tradeId)).toHaveLength(1);
    const missing = [...produced].filter(([id, at]) => at <= until && !stored.includes(id));
    expect([missing, new Set(stored).size]).toEqual([[], stored.length]);
    const reader = await openReader(world.exchangeId);
    const rows = (await reader.gaps({})).filter(({ channel }) => channel === 'trade');
    reader.close();
    const stretch = { fromMs: venueAt, toMs: venueAt + 1 };
    const told = rows.filter(({ reason }) => reason.startsWith('unsent'));
    expect(told.map(({ reason }) => reason)).toEqual(['unsent', 'unsent-filled', 'unsent', 'unsent-filled']);
    expect(told.slice(0, 2)).toMatchObject([stretch, stretch]);
  },
);
