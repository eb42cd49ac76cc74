/** The newest trades, one row each, not merged. The bar behind the size grows with its logarithm, as on the tape. */
import type { CSSProperties } from 'react';
import type { TapeRow } from '#contract/frames.ts';
import { cents, contractsShort, dollars, priceOf, contractsCounted } from '../../format/units.ts';
import { usePainted } from '../../state/after-paint.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { useRowHeight } from '../../state/row-heights.ts';
import { Side } from '../../ui/glyphs.tsx';
import { Term } from '../../ui/term.tsx';
import { sizeShare } from '../../draw/scale.ts';

export function LastTrades({ trades }: { trades: readonly TapeRow[] }) {
  // As many elements as all above them, and below the fold.
  const isPainted = usePainted();
  if (!isPainted) return null;
  return (
    <section className="drawer-trades">
      <h3>
        Last {trades.length === 1 ? 'trade' : `${trades.length} trades`}
        <span className="text-text3">each as it came</span>
      </h3>
      {trades.length === 0 ? (
        <p className="text-text2">No trade in the last hour.</p>
      ) : (
        <TradesTable trades={trades} />
      )}
    </section>
  );
}

interface TradesTableProps {
  readonly trades: readonly TapeRow[];
  /** Of a longer list: how many trades lie before these and after them, as empty room. */
  readonly before?: number;
  readonly after?: number;
}

export function TradesTable({ trades, before = 0, after = 0 }: TradesTableProps) {
  const words = useWords();
  const clock = useClock();
  return (
    <table className="trades num" aria-rowcount={before + trades.length + after + 1}>
      <thead>
        <tr>
          <th scope="col">Time {clock.zone(trades[0]?.at ?? 0)}</th>
          <th scope="col">
            <Term of="taker">Taker</Term>
          </th>
          <th scope="col">Price</th>
          <th scope="col">Size</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        <Room rows={before} />
        {/* Slots, not trades, are the keys: on a busy market all are others four times a second, and only their text changes. */}
        {trades.map((trade, slot) => (
          <tr key={slot} aria-rowindex={before + slot + 2}>
            <td className="text-text2">{clock.tenth(trade.at)}</td>
            <td>
              <Side side={trade.taker} />
            </td>
            <td title={cents(priceOf(trade.taker, trade.yesPrice))}>
              {words.own(priceOf(trade.taker, trade.yesPrice))}
            </td>
            <td
              className={`trades-size trades-${trade.taker}`}
              style={{ '--share': sizeShare(trade.quantity) } as CSSProperties}
              title={contractsCounted(trade.quantity)}
            >
              {contractsShort(trade.quantity)}
            </td>
            <td>{dollars(trade.value)}</td>
          </tr>
        ))}
        <Room rows={after} />
      </tbody>
    </table>
  );
}

function Room({ rows }: { rows: number }) {
  const height = useRowHeight('trade');
  return rows > 0 && <tr aria-hidden="true" style={{ height: rows * height }} />;
}
