/**
 * The tape: every trade of all markets, newest first, ten draws a second. Rows are slots that keep their place, so nothing
 * moves but text. Keys work while the rows have focus (state/shortcuts.ts); arrows walk too, Enter opens.
 */
import { Suspense, useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Pause, Play } from 'lucide-react';
import { grouped } from '../../../format/number.ts';
import { NoTradesHere } from '../../../lazy.ts';
import { boardFilter, clearFilter, filterWords, tapeFilterOf } from '../../../state/board-filter.ts';
import { display, updateDisplay } from '../../../state/display.ts';
import { useIsReplay, usePanelState, useSession } from '../../../state/flowboard-context.tsx';
import { shortcutOf } from '../../../state/keys.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { useRowHeight } from '../../../state/row-heights.ts';
import { selectMarket } from '../../../state/selection.ts';
import { useSelected, useStore } from '../../../state/store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Empty, Panel } from '../../../ui/panel.tsx';
import { Term } from '../../../ui/term.tsx';
import { useRows } from '../../../ui/use-rows.ts';
import { namesApart } from '../names-apart.ts';
import { freshnessOf } from './freshness.ts';
import { RecentSides } from './recent-sides.tsx';
import { TapeFilterBar } from './tape-filter-bar.tsx';
import { TapeRowView } from './tape-row.tsx';
import { TapeSpeedLine } from './tape-speed.tsx';
import { standingOf } from './standing.ts';
import { useTape } from './use-tape.ts';

const KEYS = ['nextRow', 'previousRow', 'pauseTape', 'newestTrade', 'filterTape'] as const;

export function TapePanel() {
  const merge = useSelected(display, (choices) => choices.mergeTape);
  const most = useSession((session) => session.settings.recentTradesLimit);
  const words = useWords();
  const clock = useClock();
  const [box, visible] = useRows(useRowHeight('row'), most);
  const choice = useStore(boardFilter);
  const filter = useMemo(() => tapeFilterOf(choice), [choice]);
  const tape = useTape(visible, most, merge, filter);
  const state = usePanelState();
  const id = useId();
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const [aimed, setAimed] = useState<number | undefined>(undefined);

  const rows = tape.isPaused ? tape.rows : tape.rows.slice(0, visible);
  const found = cursor === undefined ? -1 : rows.findIndex((row) => row.key <= cursor);
  const active = cursor === undefined ? -1 : found < 0 ? rows.length - 1 : found;

  const apart = namesApart(rows, clock);
  // Until the answer without it has come, the rows are those of the filter.
  const isFiltering = filter !== undefined || tape.filtered !== undefined;
  const isStill = tape.isPaused || tape.isHeld || state?.kind === 'frozen';

  const standing = standingOf(state, tape);

  const walk = (to: number): void => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    tape.pause();
    setCursor(rows[index]?.key);
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
  };
  const goLive = (): void => {
    setCursor(undefined);
    tape.resume();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event, KEYS);
    if (shortcut === undefined && (event.ctrlKey || event.metaKey || event.altKey)) return;
    const act = {
      nextRow: () => walk(active + 1),
      ArrowDown: () => walk(active + 1),
      previousRow: () => walk(active - 1),
      ArrowUp: () => walk(active - 1),
      PageDown: () => walk(active + visible),
      PageUp: () => walk(active - visible),
      Home: () => walk(0),
      End: () => walk(rows.length - 1),
      Enter: () => selectMarket(rows[active]?.ticker),
      pauseTape: () => (tape.isPaused ? goLive() : tape.pause()),
      newestTrade: goLive,
      filterTape: () => document.getElementById(`${id}-words`)?.focus(),
    }[shortcut ?? event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  // Aim is taken when the button goes down: by the time it comes up another trade may be in the slot.
  const onPointerDown = (event: PointerEvent): void => {
    const slot = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const row = rows[Number(slot?.getAttribute('data-row') ?? -1)];
    setAimed(row?.key);
  };
  const onClick = (): void => {
    const row = rows.find((each) => each.key === aimed);
    if (row !== undefined) selectMarket(row.ticker);
  };

  return (
    <Panel
      title="Tape"
      className="area-tape"
      scope={filterWords(choice)}
      stillAt={tape.isPaused || tape.isHeld ? tape.at : undefined}
      state={standing}
      chip="always"
      isLoading={tape.at === undefined}
      skeleton={<TapeSkeleton />}
      isEmpty={!isFiltering && tape.at !== undefined && rows.length === 0}
      empty={<NoTradesYet />}
      actions={
        <>
          <Button
            isSmall
            aria-pressed={merge}
            title="One row for the prints of one taker's sweep"
            onClick={() => updateDisplay({ mergeTape: !merge })}
          >
            Merge
          </Button>
          <IconButton
            isSmall
            label={tape.isPaused ? 'Resume the tape' : 'Pause the tape'}
            data-on={tape.isPaused}
            onClick={() => (tape.isPaused ? goLive() : tape.pause())}
          >
            {tape.isPaused ? <Play size={14} /> : <Pause size={14} />}
          </IconButton>
        </>
      }
    >
      <div className="tape">
        <TapeFilterBar id={`${id}-words`} onLeave={() => document.getElementById(`${id}-grid`)?.focus()} />
        <RecentSides />
        <TapeSpeedLine />
        <div
          role="grid"
          id={`${id}-grid`}
          tabIndex={0}
          aria-label="Trades, newest first"
          aria-rowcount={-1}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          className="tape-grid"
          onKeyDown={onKeyDown}
        >
          <div role="row" className="tape-row tape-head" aria-rowindex={1}>
            <span role="columnheader">Time {clock.zone(tape.at ?? 0)}</span>
            <span role="columnheader">Market</span>
            <span role="columnheader">
              <Term of="taker">Taker</Term>
            </span>
            <span role="columnheader" className="text-right">
              Price
            </span>
            <span role="columnheader" className="text-right">
              Size
            </span>
            <span role="columnheader" className="tape-value">
              Value
            </span>
          </div>
          <div
            ref={box}
            role="rowgroup"
            className="tape-rows"
            data-paused={tape.isPaused || undefined}
            onPointerEnter={(event) => event.pointerType === 'mouse' && tape.hold(true)}
            onPointerLeave={(event) => event.pointerType === 'mouse' && tape.hold(false)}
            onPointerDown={onPointerDown}
            onClick={onClick}
          >
            {rows.map((row, index) => (
              <TapeRowView
                key={index}
                id={`${id}-${index}`}
                row={row}
                apart={apart.get(row.ticker)}
                words={words}
                clock={clock}
                index={index}
                freshness={isStill ? 0 : freshnessOf(row.at, tape.at ?? 0)}
                isActive={index === active}
              />
            ))}
          </div>
        </div>
        {isFiltering && tape.at !== undefined && rows.length === 0 && (
          <NothingPasses isWhole={tape.filtered?.isWhole} />
        )}
        {tape.isPaused && (
          <button type="button" className="tape-pill num" onClick={goLive}>
            Paused · {grouped(tape.newTrades)} new
          </button>
        )}
      </div>
    </Panel>
  );
}

function NoTradesYet() {
  const words = 'No trades yet. The first one shows here the moment it happens.';
  if (!useIsReplay()) return words;
  return (
    <Suspense>
      <NoTradesHere isShort instead={words} />
    </Suspense>
  );
}

/** Over the empty rows: the filter stays where it can be changed. */
function NothingPasses({ isWhole = false }: { isWhole?: boolean | undefined }) {
  return (
    <div className="tape-nothing" role="status">
      <Empty>
        {isWhole
          ? 'No trade of the last hour passes the filter.'
          : 'Looking through the trades of the last hour…'}
        <Button isSmall look="strong" onClick={clearFilter}>
          Clear
        </Button>
      </Empty>
    </div>
  );
}

function TapeSkeleton() {
  return (
    <div className="tape-skeleton">
      {Array.from({ length: 24 }, (_, index) => (
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
