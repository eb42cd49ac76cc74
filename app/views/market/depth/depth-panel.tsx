/** How deep the book is: the stairs of bids and asks, and what a chosen number of contracts would cost now. */
import { useCallback, useMemo, useState } from 'react';
import type { BookFrame } from '#contract/frames.ts';
import { depthWithin } from '#core/market/book/ladder.ts';
import { opposite } from '#core/units/outcome.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';
import { Chart } from '../../../charts/chart.tsx';
import { ChartTable, TableButton } from '../../../charts/chart-table.tsx';
import { quantityAt } from '../../../charts/columns.ts';
import { depthChart } from '../../../charts/depth-chart.ts';
import { compactContracts } from '../../../format/units.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { useClock, useWords } from '../../../state/reading.ts';
import { SideGlyph } from '../../../ui/glyphs.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { seenBy } from '../ladder/mirror.ts';
import { bookReason, bookStateOf } from '../ladder-model.ts';
import { depthAxis, depthColumns, depthRows, depthTableRow, depthWords, sumWords } from './depth-model.ts';
import { FillCost } from './fill-cost.tsx';
import './depth.css';

const NEAR = 1_000;
type Reach = typeof NEAR | typeof ONE_DOLLAR;

function reaches(words: PriceWords) {
  const near = words.spread(NEAR);
  return [
    { value: NEAR, text: `±${near}`, name: `Within ${near} of the middle` },
    { value: ONE_DOLLAR, text: 'All', name: 'All prices' },
  ] as const;
}

export function DepthPanel() {
  const [reach, setReach] = useState<Reach>(ONE_DOLLAR);
  const [isTable, setTable] = useState(false);
  const frame = useFrames((frames) => frames.book?.value);
  const state = bookStateOf(frame, usePanelState());
  const words = useWords();
  const clock = useClock();
  const isEmpty = frame !== undefined && frame.bids.price.length + frame.asks.price.length === 0;
  return (
    <Panel
      title="Depth"
      className="area-depth"
      state={state}
      note={<span title={`Contracts at a ${words.head} or better`}>cumulative</span>}
      isLoading={frame === undefined || frame.state === 'waiting'}
      skeleton={<div className="skeleton-bar m-3 h-40" />}
      isEmpty={isEmpty}
      empty={(frame && bookReason(frame, clock)) || 'Nobody bids on either side.'}
      actions={
        <>
          <Segments label="Prices shown" options={reaches(words)} value={reach} onChange={setReach} />
          <TableButton isTable={isTable} onChange={setTable} />
        </>
      }
    >
      {frame !== undefined && (
        <div className="depth">
          <Stairs frame={frame} reach={reach} isTable={isTable} />
          <FillCost frame={frame} />
        </div>
      )}
    </Panel>
  );
}

interface StairsProps {
  readonly frame: BookFrame;
  readonly reach: Reach;
  readonly isTable: boolean;
}

function Stairs({ frame: book, reach, isTable }: StairsProps) {
  const [cursor, setCursor] = useState<number>();
  const words = useWords();
  const { outcome, side, otherSide } = words;
  const frame = useMemo(() => seenBy(book, outcome), [book, outcome]);
  const rows = useMemo(() => depthRows(frame, reach), [frame, reach]);
  const data = useMemo(() => depthColumns(rows), [rows]);
  const { mid } = frame.top;
  const { from, to } = depthAxis(frame, reach);
  const marks = useMemo(() => ({ from, to, mid }), [from, to, mid]);
  const build = useMemo(() => depthChart((sum) => compactContracts(quantityAt([sum], 0)), words), [words]);
  const describe = useCallback((index: number) => depthWords(rows[index], words), [rows, words]);
  return (
    <>
      <p className="depth-words num">
        {cursor === undefined ? (
          <>
            <span className={`side-${outcome}`} title={sumWords(frame.bids, reach, side, words)}>
              <SideGlyph side={outcome} /> {side} bids {compactContracts(depthWithin(frame.bids, reach))}
            </span>
            <span
              className={`side-${opposite(outcome)}`}
              title={sumWords(frame.asks, reach, otherSide, words)}
            >
              <SideGlyph side={opposite(outcome)} /> {otherSide} bids{' '}
              {compactContracts(depthWithin(frame.asks, reach))}, as asks
            </span>
          </>
        ) : (
          <span className="text-text">{describe(cursor)}</span>
        )}
      </p>
      <div className="depth-chart">
        {isTable ? (
          <ChartTable
            key={reach}
            caption={`Contracts bid and asked at each ${words.head} or better, highest price first`}
            columns={[words.head, `${side} bids`, `${otherSide} bids, as asks`]}
            count={rows.length}
            rowAt={(place) => depthTableRow(rows[rows.length - 1 - place], words)}
          />
        ) : (
          <Chart
            label={`Contracts bid and asked at each ${words.head} or better; arrow keys read the prices`}
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
