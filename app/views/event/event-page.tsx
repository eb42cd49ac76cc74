/** All markets of one event: their books side by side, their prices over the window, and what all of them cost together. */
import { lastMinutes } from '../../format/number.ts';
import { useEffect, useState } from 'react';
import type { EventFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { TableButton } from '../../charts/chart-table.tsx';
import { useFrames, usePanelState, useWant } from '../../state/flowboard-context.tsx';
import { useWords } from '../../state/reading.ts';
import { goBack } from '../../state/view.ts';
import { onEscape } from '../../ui/escape.ts';
import { Panel } from '../../ui/panel.tsx';
import { EventChart } from './event-chart.tsx';
import { EventHead } from './event-head.tsx';
import { EventTable } from './event-table.tsx';
import { SumPanel } from './sum-panel.tsx';
import '../market/page/page.css';
import './event.css';

/** A table of so few rows ends with them, and the prices take the room. */
const FEW = 8;

export function EventPage({ event }: { event: string }) {
  useWant('event', { event });
  useEffect(() => onEscape(goBack, 'dialog[open]'), []);
  const part = useFrames((frames) => frames.event);
  const frame = part?.value;
  const state = usePanelState();
  const words = useWords();
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const isFew = frame !== undefined && frame.markets.length > 0 && frame.markets.length <= FEW;
  const [chosen, setChosen] = useState<Ticker>();
  const [isTable, setTable] = useState(false);
  return (
    <main className="event-page" aria-label={`Event ${event}`}>
      <EventHead event={event} frame={frame} at={part?.at ?? 0} />
      <div className="event-board" data-few={isFew || undefined}>
        <Panel
          title="Markets"
          note={frame === undefined ? undefined : countWords(frame)}
          className="area-markets"
          state={state}
          chip="always"
          isLoading={frame === undefined}
          skeleton={<EventSkeleton />}
          isEmpty={frame?.markets.length === 0}
          empty={emptyWords(frame)}
        >
          {frame !== undefined && (
            <EventTable
              frame={frame}
              at={part?.at ?? 0}
              windowMinutes={windowMinutes}
              chosen={chosen}
              onChoose={setChosen}
            />
          )}
        </Panel>
        <Panel
          title="Prices"
          note={`${windowMinutes} min · last trades · ${words.side} prices`}
          className="area-prices"
          state={state}
          isLoading={frame === undefined}
          skeleton={<div className="skeleton-bar m-3 h-40" />}
          isEmpty={frame?.markets.every(({ points }) => points.at.length === 0) === true}
          empty={`No market of this event has traded in ${lastMinutes(windowMinutes)}.`}
          actions={<TableButton isTable={isTable} onChange={setTable} />}
        >
          {frame !== undefined && (
            <EventChart
              frame={frame}
              at={part?.at ?? 0}
              windowMinutes={windowMinutes}
              chosen={chosen}
              isTable={isTable}
            />
          )}
        </Panel>
        <SumPanel frame={frame} state={state} />
      </div>
    </main>
  );
}

function countWords({ markets, leftOut, isComplete }: EventFrame): string {
  const shown = `${markets.length}${isComplete ? '' : ' known'}`;
  return leftOut > 0 ? `${shown} of ${markets.length + leftOut}` : shown;
}

function emptyWords(frame: EventFrame | undefined): string {
  return frame?.isComplete === true
    ? 'The exchange knows no market of this event: it is misspelt, or long over.'
    : 'No market of this event is known yet. The exchange is being asked.';
}

function EventSkeleton() {
  return (
    <div className="event-skeleton">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
