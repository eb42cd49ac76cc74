/**
 * The full-height ladder: every price of the market in its fixed row, either outcome first. It keeps the spread in the middle by
 * itself, but never while the reader is inside.
 */
import { useMemo, useState, type ReactNode } from 'react';
import { LocateFixed } from 'lucide-react';
import type { BookFrame } from '#contract/frames.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { useShortcuts } from '../../../state/keys.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { useRowHeight } from '../../../state/row-heights.ts';
import { shortcutWord } from '../../../state/shortcuts.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { bookReason, bookStateOf } from '../ladder-model.ts';
import { priceSteps, rowPriceOf, type PriceStep } from '../price-groups.ts';
import { LadderFacts } from './ladder-facts.tsx';
import { ladderGrid } from './ladder-grid.ts';
import { LadderTable } from './ladder-table.tsx';
import { seenBy } from './mirror.ts';
import './ladder.css';

const FIRST = [
  { value: 'yes', text: 'YES', name: 'Prices of YES first' },
  { value: 'no', text: 'NO', name: 'Prices of NO first' },
] as const;

interface LadderPanelProps {
  /** Last price traded, YES. */
  readonly last: Price | undefined;
  /** Between the choices over the rows, where there is room for it. */
  readonly note?: ReactNode;
}

export function LadderPanel({ last, note }: LadderPanelProps) {
  const [step, setStep] = useState<PriceStep>(1);
  const words = useWords();
  const shortcuts = useShortcuts();
  // What is chosen here stays, whatever is chosen for the whole page.
  const [chosen, setFirst] = useState<Outcome>();
  const first = chosen ?? words.outcome;
  const [centred, setCentred] = useState(0);
  const frame = useFrames((frames) => frames.book?.value);
  const state = bookStateOf(frame, usePanelState());
  const clock = useClock();
  const isNone = frame?.state === 'none';
  return (
    <Panel
      title="Ladder"
      className="area-ladder"
      state={state}
      chip="always"
      isLoading={frame === undefined || frame.state === 'waiting'}
      skeleton={<LadderSkeleton />}
      isEmpty={isNone}
      empty={frame && bookReason(frame, clock)}
      actions={
        <Segments
          label="Prices in one row"
          options={priceSteps('Every price of the market', words)}
          value={step}
          onChange={setStep}
        />
      }
    >
      {frame !== undefined && (
        <div className="ladder-page">
          <div className="ladder-bar">
            <Segments label="Outcome shown first" options={FIRST} value={first} onChange={setFirst} />
            {note}
            <Button
              isSmall
              title={`Spread to the middle${shortcuts === undefined ? '' : ` (${shortcutWord(shortcuts.centreLadder)} in the ladder)`}`}
              onClick={() => setCentred(centred + 1)}
            >
              <LocateFixed size={12} aria-hidden="true" /> Centre
            </Button>
          </div>
          <Rows
            frame={frame}
            words={words}
            step={step}
            first={first}
            last={last}
            centred={centred}
            onCentre={() => setCentred(centred + 1)}
            onSwap={() => setFirst(first === 'yes' ? 'no' : 'yes')}
          />
        </div>
      )}
    </Panel>
  );
}

interface RowsProps {
  readonly frame: BookFrame;
  readonly words: PriceWords;
  readonly step: PriceStep;
  readonly first: Outcome;
  readonly last: Price | undefined;
  readonly centred: number;
  readonly onCentre: () => void;
  readonly onSwap: () => void;
}

function Rows({ frame, words, step, first, last, centred, onCentre, onSwap }: RowsProps) {
  const seen = useMemo(() => seenBy(frame, first), [frame, first]);
  const grid = useMemo(() => ladderGrid(seen, step), [seen, step]);
  const row = useRowHeight('rung');
  const clock = useClock();
  const own = last === undefined || first === 'yes' ? last : complement(last);
  return (
    <>
      <div className="rungs-frame">
        <LadderTable
          grid={grid}
          words={words}
          row={row}
          first={first}
          view={`${first} ${step} ${JSON.stringify(seen.ranges)}`}
          centred={centred}
          lastRow={own === undefined ? undefined : rowPriceOf(own, step, seen.top)}
          onCentre={onCentre}
          onSwap={onSwap}
        />
        {/* Over the lowest rows, so that a reason moves nothing. */}
        {frame.reason !== '' && <p className="ladder-reason">{bookReason(frame, clock)}</p>}
      </div>
      <LadderFacts top={seen.top} first={first} words={words} />
    </>
  );
}

function LadderSkeleton() {
  return (
    <div className="ladder-skeleton">
      {Array.from({ length: 30 }, (_, index) => (
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
