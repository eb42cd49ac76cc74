/** What all markets of an event cost together, against the dollar that one of them may pay; said with its conditions. */
import type { EventFrame } from '#contract/frames.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';
import type { PanelState } from '../../state/panel-state.ts';
import { useWords } from '../../state/reading.ts';
import { Panel } from '../../ui/panel.tsx';
import { eventSums, overDollar, type EventSum } from './event-model.ts';

interface SumPanelProps {
  readonly frame: EventFrame | undefined;
  readonly state: PanelState | undefined;
}

export function SumPanel({ frame, state }: SumPanelProps) {
  const words = useWords();
  const sums = frame === undefined ? undefined : eventSums(frame, words);
  return (
    <Panel
      title={sums?.title ?? 'All markets together'}
      className="area-sums"
      state={state}
      isLoading={frame === undefined}
      skeleton={<div className="skeleton-bar m-3 h-20" />}
    >
      {sums !== undefined && (
        <div className="sums">
          <SumPart of={sums.asks} />
          <SumPart of={sums.bids} />
        </div>
      )}
    </Panel>
  );
}

/** The scale ends here, or at the sum: of markets that exclude each other it runs a little over a dollar. 1e-4 dollar. */
const SCALE = 1.25 * ONE_DOLLAR;

function SumPart({ of: { name, sum, words } }: { of: EventSum }) {
  const prices = useWords();
  const scale = Math.max(SCALE, sum ?? 0);
  return (
    <section className="sum-part">
      <h3>
        {name} <b className="num">{words.value}</b>
        <span className="num text-text2">{overDollar(sum, prices)}</span>
      </h3>
      <div className="sum-scale" aria-hidden="true">
        <i style={{ width: `${((sum ?? 0) / scale) * 100}%` }} />
        <u style={{ left: `${(ONE_DOLLAR / scale) * 100}%` }}>$1</u>
      </div>
      <p className="num text-text2">{words.meaning}</p>
    </section>
  );
}
