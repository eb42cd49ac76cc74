/**
 * The heatmap's numbers as a table: one row for a stretch of time, so long that the view has fifty of them at most. It is as
 * live as the picture, but stands still while the focus is in it: nobody reads a row that moves.
 */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { HeatmapOver, HeatmapTable } from '#contract/heatmap.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE } from '#core/units/time.ts';
import { ChartTable } from '../../../charts/chart-table.tsx';
import { instantWords } from '../../../format/time.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/panel.tsx';
import { useWallClock } from '../../../ui/use-wall-clock.ts';
import { stepWords, tableColumns, tableRow } from './table-words.ts';

interface LiquidityTableProps {
  readonly ticker: Ticker;
  readonly table: HeatmapTable | undefined;
  readonly over: HeatmapOver | undefined;
  /** The focus has come into the table, or left it. */
  readonly onReading: (isReading: boolean) => void;
}

export function LiquidityTable({ ticker, table, over, onReading }: LiquidityTableProps) {
  const now = useWallClock(MINUTE);
  const words = useWords();
  const clock = useClock();
  if (table === undefined) return <Empty>Waiting for the first book</Empty>;
  const reading = { words, clock };
  return (
    <div className="liq-table" onFocus={() => onReading(true)} onBlur={() => onReading(false)}>
      <ChartTable
        caption={`Liquidity of ${ticker}, one row for every ${stepWords(table.stepMs)}, newest first: the book as each ended, contracts taken within it`}
        columns={tableColumns(table, now, reading)}
        count={table.count}
        rowAt={(place) => tableRow(table, place, over, reading)}
      />
    </div>
  );
}

interface TableNoteProps {
  readonly table: HeatmapTable | undefined;
  readonly isReading: boolean;
}

/** What a row is, and of when the rows are. */
export function TableNote({ table, isReading }: TableNoteProps) {
  const now = useWallClock(MINUTE);
  const clock = useClock();
  if (table === undefined) return null;
  return (
    <p className="liq-table-note num">
      One row for every {stepWords(table.stepMs)}: the book as it ended, contracts taken within it.{' '}
      {isReading ? 'Held while the focus is in the table: as' : 'As'} of {instantWords(table.now, now, clock)}
      .
    </p>
  );
}

interface TableToolsProps {
  /** The newest row is not in view. */
  readonly canComeLater: boolean;
  /** By so many views; below zero: earlier. */
  readonly onPage: (pages: number) => void;
}

/** The way through time, as the keys of the picture have it. */
export function TableTools({ canComeLater, onPage }: TableToolsProps) {
  return (
    <div className="liq-tools">
      <div className="liq-zoom" role="group" aria-label="Move in time">
        <IconButton isSmall label="Earlier" onClick={() => onPage(-1)}>
          <ChevronLeft size={14} aria-hidden="true" />
        </IconButton>
        <IconButton isSmall label="Later" disabled={!canComeLater} onClick={() => onPage(1)}>
          <ChevronRight size={14} aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}
