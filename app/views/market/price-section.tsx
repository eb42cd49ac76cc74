/** The drawer's chart with its span and its optional lines. */
import { useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import { Term } from '../../ui/term.tsx';
import { barsNote, NO_LINES, PriceChart, PriceControls } from './price-parts.tsx';

interface PriceSectionProps {
  readonly frame: MarketFrame;
  readonly span: ChartSpan;
  readonly onSpan: (span: ChartSpan) => void;
}

export function PriceSection({ frame, span, onSpan }: PriceSectionProps) {
  const [lines, setLines] = useState(NO_LINES);
  return (
    <section className="drawer-price">
      <header>
        <h3>
          <Term of="chance">Price</Term>
        </h3>
        <PriceControls span={span} onSpan={onSpan} lines={lines} onLines={setLines} />
      </header>
      <PriceChart frame={frame} span={span} lines={lines} />
      <p className="drawer-note">{barsNote(frame)}</p>
    </section>
  );
}
