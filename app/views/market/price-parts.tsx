/** The price chart in parts, for who lays them out: the drawer's section, the page's panel. One state, one cursor. */
import { useCallback, useMemo, useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import { Chart } from '../../charts/chart.tsx';
import { ChartTable, TableButton } from '../../charts/chart-table.tsx';
import { quantityAt } from '../../charts/columns.ts';
import { priceChart } from '../../charts/price-chart.ts';
import type { PriceMarks } from '../../charts/price-paint.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { compactContracts, signedContracts } from '../../format/units.ts';
import { useIsReplay } from '../../state/flowboard-context.tsx';
import { useClock, useWords } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { lastTradeOf } from './market-facts.ts';
import { priceColumns, readOutNow, readOutOf, sentenceOf, tableRowOf } from './market-read-out.ts';
import { chartColumns, marketRows } from './market-series.ts';

const SPANS = [
  { value: '30m', text: '30 m', name: '30 minutes' },
  { value: '60m', text: '60 m', name: '60 minutes' },
  { value: 'session', text: 'Session', name: 'Since this recording session began, at most 24 hours' },
  { value: '24h', text: '24 h', name: '24 hours, from what is stored' },
] as const;

export interface PriceLinesShown {
  readonly hasVwap: boolean;
  readonly hasFlow: boolean;
  /** The numbers instead of the picture. */
  readonly isTable: boolean;
}

export const NO_LINES: PriceLinesShown = { hasVwap: false, hasFlow: false, isTable: false };

interface ControlsProps {
  readonly span: ChartSpan;
  readonly onSpan: (span: ChartSpan) => void;
  readonly lines: PriceLinesShown;
  readonly onLines: (lines: PriceLinesShown) => void;
}

/** The optional lines and the span. */
export function PriceControls({ span, onSpan, lines, onLines }: ControlsProps) {
  const { hasVwap, hasFlow, isTable } = lines;
  return (
    <>
      <Button isSmall aria-pressed={hasVwap} onClick={() => onLines({ ...lines, hasVwap: !hasVwap })}>
        VWAP
      </Button>
      <Button
        isSmall
        aria-pressed={hasFlow}
        title="Cumulative flow"
        onClick={() => onLines({ ...lines, hasFlow: !hasFlow })}
      >
        Flow
      </Button>
      <Segments label="Span of the chart" options={SPANS} value={span} onChange={onSpan} />
      <TableButton isTable={isTable} onChange={(next) => onLines({ ...lines, isTable: next })} />
    </>
  );
}

interface ChartProps {
  readonly frame: MarketFrame;
  readonly span: ChartSpan;
  readonly lines: PriceLinesShown;
}

/** The read-out of the cursor, which stands still in one line, and the chart below it. */
export function PriceChart({ frame, span, lines: { hasVwap, hasFlow, isTable } }: ChartProps) {
  const isReplay = useIsReplay();
  const [cursor, setCursor] = useState<number>();
  const rows = useMemo(() => marketRows(frame), [frame]);
  const words = useWords();
  const clock = useClock();
  const data = useMemo(() => chartColumns(rows, words), [rows, words]);
  const marks = useMemo(() => marksOf(frame, words), [frame, words]);
  const build = useMemo(
    () =>
      priceChart({
        hasVwap,
        hasFlow,
        clock,
        words,
        formatFlow: (quantity) => signedContracts(quantityAt([quantity], 0)),
      }),
    [hasVwap, hasFlow, clock, words],
  );
  const { barMs } = frame.bars;
  const reading = useMemo(() => ({ words, clock }), [words, clock]);
  const describe = useCallback(
    (index: number) => sentenceOf(rows[index], barMs, reading),
    [rows, barMs, reading],
  );
  const shown = rows[cursor ?? rows.length - 1];
  const said = cursor === undefined ? readOutNow(frame, shown, reading) : readOutOf(shown, barMs, reading);
  return (
    <>
      <p className="drawer-words num" data-idle={cursor === undefined || undefined}>
        <b>{cursor === undefined ? (isReplay ? 'Playhead' : 'Now') : said.time}</b>
        {said.price !== undefined && (
          <span className="text-text" title={shown?.price && words.exactOf(shown.price)}>
            {said.price}
          </span>
        )}
        {cursor !== undefined && said.yes !== undefined && <span className="side-yes">YES {said.yes}</span>}
        {cursor !== undefined && said.no !== undefined && <span className="side-no">NO {said.no}</span>}
        {said.note !== '' && <span>{said.note}</span>}
        {said.vwap !== undefined && <span>VWAP {said.vwap}</span>}
        <span>flow {said.flow}</span>
      </p>
      <div className="drawer-chart" data-waiting={frame.span !== span || undefined}>
        {isTable ? (
          <ChartTable
            key={span}
            caption={`${words.head} and volume of ${frame.label.name}, newest first`}
            columns={priceColumns(words, clock.zone(frame.to))}
            count={rows.length}
            rowAt={(place) => tableRowOf(rows[rows.length - 1 - place], barMs, reading)}
          />
        ) : (
          <Chart
            label={`${words.head} and volume of ${frame.label.name}; arrow keys read the bars`}
            build={build}
            data={data}
            marks={marks}
            cursor={cursor}
            onCursor={setCursor}
            describe={describe}
          />
        )}
      </div>
    </>
  );
}

/** Returns what the bars are, in words: "Bars are 15 s of volume: …". */
export function barsNote({ bars }: MarketFrame): string {
  const { barMs } = bars;
  const width = barMs >= 60_000 ? `${barMs / 60_000} min` : `${barMs / 1_000} s`;
  return `Bars are ${width} of volume: solid YES takers, hollow NO takers, highest ${compactContracts(highest(bars))}.`;
}

function marksOf(frame: MarketFrame, words: PriceWords): PriceMarks {
  const { bars, from, to, recordedFrom, gaps, label } = frame;
  const last = lastTradeOf(frame);
  return {
    barMs: bars.barMs,
    from,
    to,
    recordedFrom,
    gaps,
    closeAt: label.closeAt,
    lastLabel: last === undefined ? undefined : words.of(last.yesPrice),
  };
}

function highest({ yesVolume, noVolume }: MarketFrame['bars']) {
  let top = 0;
  for (let index = 0; index < yesVolume.length; index++)
    top = Math.max(top, (yesVolume[index] ?? 0) + (noVolume[index] ?? 0));
  return quantityAt([top], 0);
}
