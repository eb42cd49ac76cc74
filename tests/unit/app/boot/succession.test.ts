import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { expect, test } from 'vitest';
import type { TabId, TabMessage } from '#contract/tabs.ts';
import { Succession } from '../../../../app/boot/succession.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const settings = {
  restEnabled: true,
  retention: { days: 30, bytes: 0 },
  recording: { tickers: [], mostActive: 0 },
  alerts: NO_ALERTS,
};

test('a tab that asks before it has heard who leads still gets the lead', () => {
  const clock = new ManualClock();
  const [tab, leader] = ['asking', 'leading'] as const satisfies readonly TabId[];
  const posted: TabMessage[] = [];
  let seized = 0;
  const succession = new Succession({
    tab,
    post: (message) => posted.push(message),
    after: (ms, run) => clock.after(ms, run),
    isLeading: () => false,
    seize: () => seized++,
    handOver: () => Promise.resolve(),
    takeBack: () => undefined,
    onAsking: () => undefined,
  });
  succession.ask();
  succession.hear({ kind: 'leader', tab: leader, run: 1, settings });
  succession.hear({ kind: 'yielding', heir: tab });
  succession.hear({ kind: 'yielded', heir: tab });
  expect([posted.length, seized]).toEqual([1, 1]);
});
