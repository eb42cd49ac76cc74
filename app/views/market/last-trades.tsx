/** The newest trades, one row each, not merged. The bar behind the size grows with its logarithm, as on the tape. */
import type { TapeRow } from '#contract/frames.ts';
import { clock } from '../../format/time.ts';
import { cents, contracts, contractsShort, dollars, priceOf } from '../../format/units.ts';
import { Side } from '../../ui/glyphs.tsx';
import { sizeShare } from './size-share.ts';

export function LastTrades({ trades }: { trades: readonly TapeRow[] }) {
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

export function TradesTable({ trades }: { trades: readonly TapeRow[] }) {
  return (
    <table className="trades num">
      <thead>
        <tr>
          <th scope="col">Time {clock.zone(trades[0]?.at ?? 0)}</th>
          <th scope="col">Taker</th>
          <th scope="col">Price</th>
          <th scope="col">Size</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {trades.map((trade) => (
          <tr key={trade.key}>
            <td className="text-text2">{clock.tenth(trade.at)}</td>
            <td>
              <Side side={trade.taker} />
            </td>
            <td>{cents(priceOf(trade.taker, trade.yesPrice))}</td>
            <td title={`${contracts(trade.quantity)} contracts`}>
              <i
                className={`drawer-size drawer-size-${trade.taker}`}
                style={{ width: `${sizeShare(trade.quantity) * 100}%` }}
              />
              <span>{contractsShort(trade.quantity)}</span>
            </td>
            <td>{dollars(trade.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
