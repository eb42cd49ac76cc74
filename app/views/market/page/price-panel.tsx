/** The price over time, in the page's panel. */
import { useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import { usePanelState } from '../../../state/flowboard-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { barsNote, NO_LINES, PriceChart, PriceControls } from '../price-parts.tsx';
import { isSilent } from '../use-market-frame.ts';

interface PricePanelProps {
  readonly frame: MarketFrame | undefined;
  readonly span: ChartSpan;
  readonly onSpan: (span: ChartSpan) => void;
}

export function PricePanel({ frame, span, onSpan }: PricePanelProps) {
  const [lines, setLines] = useState(NO_LINES);
  const isEmpty = frame !== undefined && isSilent(frame);
  return (
    <Panel
      title="Price"
      className="area-price"
      state={usePanelState()}
      chip="always"
      isLoading={frame === undefined}
      skeleton={<div className="skeleton-bar m-3 h-36" />}
      isEmpty={isEmpty}
      empty={
        <>
          <span>No trade of this market has been recorded in this time.</span>
          {span !== '24h' && (
            <Button isSmall look="strong" onClick={() => onSpan('24h')}>
              Look back 24 hours
            </Button>
          )}
        </>
      }
      actions={<PriceControls span={span} onSpan={onSpan} lines={lines} onLines={setLines} />}
    >
      {frame !== undefined && (
        <div className="price-page" title={barsNote(frame)}>
          <PriceChart frame={frame} span={span} lines={lines} />
        </div>
      )}
    </Panel>
  );
}
