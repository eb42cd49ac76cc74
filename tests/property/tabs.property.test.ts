/** Tabs that come, go, freeze, wake and ask for the lead in any order: never do two of them record at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeLocks } from '../support/fake-locks.ts';
import { FakeChannel, FakeTab } from '../support/fake-tabs.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

type Step =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' | 'freeze' | 'thaw' | 'ask'; readonly tab: number }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'open' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('close' as const, 'freeze' as const, 'thaw' as const, 'ask' as const),
      tab: fc.nat(9),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
  },
);

/** Longer than every deadline of a hand-over together. */
const CALM_MS = 30_000;

test('of the tabs that are awake at most one records, and in the end exactly one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(4_000), async (steps, yieldMs) => {
      const [clock, channel, locks] = [new ManualClock(), new FakeChannel(), new FakeLocks()];
      const tabs: FakeTab[] = [];
      const open = (): void => {
        const tab = new FakeTab(`tab ${tabs.length}`, channel, locks, clock);
        tab.yieldMs = yieldMs;
        tabs.push(tab);
      };
      const leaders = (): number => tabs.filter((tab) => tab.isLeading && !tab.isFrozen).length;
      for (const next of steps) {
        const tab = 'tab' in next ? tabs[next.tab % Math.max(1, tabs.length)] : undefined;
        if (next.kind === 'open') open();
        else if (next.kind === 'wait') await clock.run(next.ms, 250);
        else if (next.kind === 'close') tab?.close();
        else if (next.kind === 'freeze') tab?.freeze();
        else if (next.kind === 'thaw') tab?.thaw();
        else if (tab?.isFrozen === false && !tab.isClosed) tab.roles.leadFromHere();
        await settle();
        expect(leaders()).toBeLessThanOrEqual(1);
      }
      open();
      for (const tab of tabs) tab.thaw();
      await clock.run(CALM_MS, 250);
      expect(leaders()).toBe(1);
      expect(tabs.filter(({ isAsking, isClosed }) => isAsking && !isClosed)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
