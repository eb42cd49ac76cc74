/**
 * The liquidity panel alone, on a river that the test (or a person at the console) writes: `window.heatmap`.
 * `?width=816&height=516`. Worker, canvas and panel are the product's own.
 */
import { createRoot } from 'react-dom/client';
import { must } from '#core/lib/assert.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { RiverMessage } from '#contract/river.ts';
import '../../../app/styles/index.css';
import { startDisplay } from '../../../app/state/display.ts';
import { FlowboardProvider } from '../../../app/state/flowboard-context.tsx';
import { LiquidityPanel } from '../../../app/views/market/liquidity/liquidity-panel.tsx';
import { fakeFlowboard } from '../fake-board/fake-flowboard.ts';
import { HEAT_TICKER } from './told.ts';

const wish = new URLSearchParams(location.search);
startDisplay(document.documentElement);

/** Rivers that were opened; a test's words go to the newest, which hears all that was said before. */
const said: RiverMessage[] = [];
let river: MessagePort | undefined;
const say = (message: RiverMessage): void => {
  if (message.kind === 'begin') said.length = 0;
  said.push(message);
  river?.postMessage(message);
};
// A river that says nothing for three seconds is given up, even one whose clock stands.
setInterval(() => {
  const clock = said.findLast((message) => message.kind === 'clock');
  if (clock?.rate === 0) river?.postMessage(clock);
}, 250);

const flowboard = {
  ...fakeFlowboard(wish),
  openRiver: () => {
    const { port1, port2 } = new MessageChannel();
    river = port2;
    for (const message of said) port2.postMessage(message);
    return port1;
  },
};

window.heatmap = {
  begin: (at, { isReplay = false } = {}) => {
    const recordedFrom = at as UnixMs;
    say({
      kind: 'begin',
      ticker: HEAT_TICKER,
      exchangeId: 'heat-test',
      at: recordedFrom,
      now: recordedFrom,
      isReplay,
      recordedFrom,
    });
  },
  books: ({ from, until, events }) => {
    const builder = new BookColumnsBuilder();
    for (const event of events) builder.add(event);
    say({ kind: 'books', columns: builder.take(from as UnixMs, until as UnixMs) });
  },
  trades: (trades) => {
    const builder = new TradeColumnsBuilder();
    for (const trade of trades) builder.append(trade, trade.venueAt);
    say({ kind: 'trades', columns: builder.take() });
  },
  clock: (now, rate = 0) => {
    say({ kind: 'clock', now: now as UnixMs, rate });
  },
  past: (until) => {
    say({ kind: 'past', until: until as UnixMs });
  },
};

const [width, height] = [Number(wish.get('width') ?? 816), Number(wish.get('height') ?? 516)];
createRoot(must(document.getElementById('root'), 'the root element')).render(
  <FlowboardProvider flowboard={flowboard}>
    <div style={{ width, height, margin: 8, display: 'grid' }}>
      <LiquidityPanel ticker={HEAT_TICKER} label={undefined} last={undefined} />
    </div>
  </FlowboardProvider>,
);
