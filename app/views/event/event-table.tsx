/**
 * The event's markets as a table, one row each. The arrow keys and the reader's own walk the rows, Enter opens the market's page. Rows keep
 * their order for ten seconds, and longer while the reader is inside.
 */
import { counted } from '../../format/number.ts';
import { useMemo, useState, type KeyboardEvent } from 'react';
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { usePanelState } from '../../state/flowboard-context.tsx';
import { rowStepOf } from '../../state/keys.ts';
import { isUnheard } from '../../state/panel-state.ts';
import { useWords } from '../../state/reading.ts';
import { openMarketPage } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { useHeld } from '../../ui/use-held.ts';
import { eventOrder, eventSortBy, type EventColumn, type EventSort } from './event-model.ts';
import { eventNames } from './event-names.ts';
import { EventRow } from './event-row.tsx';
import { marketsSeenBy } from './event-seen.ts';

const COLUMNS: readonly (readonly [EventColumn, (words: PriceWords) => string])[] = [
  ['name', () => 'Market'],
  ['last', ({ outcome, side }) => (outcome === 'yes' ? 'Last' : `Last ${side}`)],
  ['change', () => 'Change, pt'],
  ['bid', ({ side }) => `${side} bid`],
  ['ask', ({ side }) => `${side} ask`],
  ['volume', () => 'Contracts'],
];
const ORDER_EVERY_MS = 10_000;

interface EventTableProps {
  readonly frame: EventFrame;
  readonly at: number;
  readonly windowMinutes: number;
  readonly chosen: Ticker | undefined;
  readonly onChoose: (ticker: Ticker | undefined) => void;
}

export function EventTable({ frame, at, windowMinutes, chosen, onChoose }: EventTableProps) {
  const words = useWords();
  const markets = useMemo(() => marketsSeenBy(frame.markets, words), [frame, words]);
  const held = useHeld();
  const isUnfollowed = isUnheard(usePanelState());
  const [order, setOrder] = useState(() => orderNow({ column: 'name', isAscending: true }));
  // A replay may go back.
  const isDue = Math.abs(at - order.at) >= ORDER_EVERY_MS || order.tickers.length !== markets.length;
  const next = orderNow(order.sort);
  const isOutOfOrder = next.tickers.join() !== order.tickers.join();
  const isOther = order.outcome !== words.outcome;
  if (isOutOfOrder && (isOther || (isDue && !held.isHeld))) setOrder(next);
  else if (isOther) setOrder({ ...order, outcome: words.outcome });

  function orderNow(sort: EventSort) {
    return { sort, tickers: eventOrder(markets, sort), at, outcome: words.outcome };
  }

  const nameOf = eventNames(frame.markets, frame.eventTitle);
  const byTicker = new Map<string, EventMarket>(markets.map((market) => [market.label.ticker, market]));
  const known = new Set(order.tickers);
  const rows = [
    ...order.tickers,
    ...markets.map(({ label }) => label.ticker).filter((ticker) => !known.has(ticker)),
  ];
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = rowStepOf(event);
    if (step === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody a')];
    const target = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  };
  return (
    <div className="event-table-scroll" onKeyDown={onKeyDown} {...held.handlers}>
      <table className="event-table">
        <caption className="sr-only">
          Markets of the event. Rows keep their order for ten seconds, and while you are in the table.
        </caption>
        <thead>
          <tr>
            {COLUMNS.map(([column, text]) => (
              <th
                key={column}
                scope="col"
                title={
                  column === 'change'
                    ? `In ${counted(windowMinutes, 'minute')}: from where the line begins`
                    : undefined
                }
                aria-sort={ariaSort(order.sort, column)}
              >
                <button type="button" onClick={() => setOrder(orderNow(eventSortBy(order.sort, column)))}>
                  {text(words)}
                  {column === 'change' && (
                    <span className="sr-only"> in {counted(windowMinutes, 'minute')}</span>
                  )}
                  {order.sort.column === column && (order.sort.isAscending ? ' ↑' : ' ↓')}
                </button>
              </th>
            ))}
            <th scope="col" className="event-spark">
              {windowMinutes} min
            </th>
            <th scope="col">Book</th>
          </tr>
        </thead>
        <tbody className="num">
          {rows.map((ticker) => {
            const market = byTicker.get(ticker);
            return market === undefined ? null : (
              <EventRow
                key={ticker}
                market={market}
                name={nameOf(market.label.ticker)}
                words={words}
                at={at}
                windowMinutes={windowMinutes}
                isChosen={chosen === ticker}
                isUnheard={isUnfollowed}
                onChoose={onChoose}
                onOpen={openMarketPage}
              />
            );
          })}
        </tbody>
      </table>
      {held.isHeld && isOutOfOrder && (
        <p className="event-note">
          The order is held while you are here.{' '}
          <Button isSmall onClick={() => setOrder(next)}>
            Sort now
          </Button>
        </p>
      )}
    </div>
  );
}

function ariaSort(sort: EventSort, column: EventColumn): 'ascending' | 'descending' | 'none' {
  return sort.column !== column ? 'none' : sort.isAscending ? 'ascending' : 'descending';
}
