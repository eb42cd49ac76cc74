/** What all markets of an event cost together, against the dollar that one of them may pay; said with its conditions. */
import type { EventFrame } from '#contract/frames.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';
import type { PanelState } from '../../state/panel-state.ts';
import { Panel } from '../../ui/panel.tsx';
import { eventSums, overDollar, type EventSum } from './event-model.ts';

interface SumPanelProps {
  readonly frame: EventFrame | undefined;
  readonly state: PanelState | undefined;
}

export function SumPanel({ frame, state }: SumPanelProps) {
  const sums = frame === undefined ? undefined : eventSums(frame);
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

/** Of the scale's width where a dollar stands: sums run a little over it. */
const DOLLAR_SHARE = 0.8;

function SumPart({ of: { name, sum, words } }: { of: EventSum }) {
  const share = sum === undefined ? 0 : Math.min(1, (sum / ONE_DOLLAR) * DOLLAR_SHARE);
  return (
    <section className="sum-part">
      <h3>
        {name} <b className="num">{words.value}</b>
        <span className="num text-text2">{overDollar(sum)}</span>
      </h3>
      <div className="sum-scale" aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} />
        <u style={{ left: `${DOLLAR_SHARE * 100}%` }}>$1</u>
      </div>
      <p className="num text-text2">{words.meaning}</p>
    </section>
  );
}
