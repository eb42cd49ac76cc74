/**
 * The picture and the cursor on it. Pointer and keys move the same cursor; drag and Page Up/Down go back in time, Ctrl and the
 * wheel or + and − come nearer in price. The lines of the cursor are elements over the canvas: moving it draws nothing.
 */
import {
  useEffect,
  useEffectEvent,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import type { HeatmapReadOut } from '#contract/heatmap.ts';
import type { Price } from '#core/units/price.ts';
import { MINUTE } from '#core/units/time.ts';
import { useFrames } from '../../../state/flowboard-context.tsx';
import { shortcutOf, useShortcuts } from '../../../state/keys.ts';
import { shortcutWord } from '../../../state/shortcuts.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { useWallClock } from '../../../ui/use-wall-clock.ts';
import type { Reading } from '../market-facts.ts';
import { ZOOM_STEP } from './price-zoom.ts';
import { readOutRows, readOutSentence, type Look } from './read-out-words.ts';
import { summaryWords } from './summary-words.ts';
import type { Drawn, Heatmap } from './use-heatmap.ts';

export interface StageProps {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly heatmap: Heatmap;
  readonly label: string;
  readonly look: Look;
  readonly width: number;
  /** Its numbers are shown in its place. */
  readonly isHidden: boolean;
  /** Last price traded, YES. */
  readonly last: Price | undefined;
  /** Moves the right end by ms; `undefined` goes back to now. */
  readonly onPan: (byMs: number | undefined, from?: number) => void;
  /** Above 1: nearer; `at` is a share of the height from the top. */
  readonly onZoomPrice: (factor: number, at: number) => void;
  readonly onSpan: (steps: number) => void;
}

const KEYS = ['nearer', 'further', 'lessTime', 'moreTime'] as const;
const PAGE = 0.5;
/** Columns and rows of a step with Shift. */
const LEAP = 10;

export function LiquidityStage(props: StageProps) {
  const { host, heatmap, label, look, width, isHidden, last, onPan, onZoomPrice, onSpan } = props;
  const { drawn, readOut, moveCursor } = heatmap;
  const now = useWallClock(MINUTE);
  const words = useWords();
  const clock = useClock();
  const reading = { words, clock };
  const shortcuts = useShortcuts();
  const [isByKeys, setByKeys] = useState(false);
  const [drag, setDrag] = useState<{ readonly x: number; readonly end: number; readonly isMoved: boolean }>();

  const wheel = useEffectEvent((event: WheelEvent) => {
    const frame = drawn.current?.frame;
    const element = host.current;
    if (frame === undefined || element === null) return;
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    if (!event.ctrlKey && !event.metaKey && !isSideways) return;
    event.preventDefault();
    if (isSideways) {
      const pixels = event.deltaX === 0 ? event.deltaY : event.deltaX;
      onPan(msPerPixel(drawn.current) * pixels);
      return;
    }
    const y = event.clientY - element.getBoundingClientRect().top - frame.top;
    onZoomPrice(event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, clamp01(y / frame.height));
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    // React's own listener is passive: it could not keep the page from zooming.
    const listen = (event: WheelEvent): void => {
      wheel(event);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => {
      element.removeEventListener('wheel', listen);
    };
  }, [host]);

  const pointAt = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setByKeys(false);
    moveCursor({ kind: 'pixel', x: event.clientX - box.left, y: event.clientY - box.top });
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag !== undefined) {
      const moved = event.clientX - drag.x;
      if (!drag.isMoved && Math.abs(moved) < 4) return;
      if (!drag.isMoved) {
        setDrag({ ...drag, isMoved: true });
        moveCursor({ kind: 'none' });
      }
      onPan(-moved * msPerPixel(drawn.current), drag.end);
      return;
    }
    pointAt(event);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const end = drawn.current?.end;
    if (event.button !== 0 || end === undefined) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, end, isMoved: false });
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    setDrag(undefined);
    // A finger does not hover: its tap is what moves the cursor.
    if (drag?.isMoved === false) pointAt(event);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const shortcut = shortcutOf(event, KEYS);
    // The browser's own: zoom, back.
    if (shortcut === undefined && (event.ctrlKey || event.metaKey || event.altKey)) return;
    const leap = event.shiftKey ? LEAP : 1;
    const step = STEPS[event.key];
    if (step !== undefined) {
      setByKeys(true);
      // A column is a pixel: a step of four can be seen.
      moveCursor({ kind: 'step', columns: step[0] * 4 * leap, rows: step[1] * leap });
    } else if (shortcut === 'nearer') onZoomPrice(ZOOM_STEP, cursorShare(readOut, drawn.current));
    else if (shortcut === 'further') onZoomPrice(1 / ZOOM_STEP, cursorShare(readOut, drawn.current));
    else if (shortcut === 'lessTime') onSpan(-1);
    else if (shortcut === 'moreTime') onSpan(1);
    else if (event.key === 'PageUp') onPan(-PAGE * spanOf(drawn.current));
    else if (event.key === 'PageDown') onPan(PAGE * spanOf(drawn.current));
    else if (event.key === 'Home') onPan(undefined);
    else if (event.key === 'Escape' && readOut !== undefined) moveCursor({ kind: 'none' });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={host}
      className="liq-stage"
      hidden={isHidden}
      role="application"
      tabIndex={0}
      aria-label={label}
      aria-describedby="liq-summary liq-keys"
      data-dragging={drag?.isMoved === true || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onPointerLeave={(event) => {
        if (!isByKeys && event.pointerType !== 'touch') moveCursor({ kind: 'none' });
      }}
      onBlur={() => moveCursor({ kind: 'none' })}
    >
      {readOut !== undefined && drawn.current !== undefined && (
        <CursorMark
          readOut={readOut}
          frame={drawn.current.frame}
          width={width}
          look={look}
          now={now}
          reading={reading}
        />
      )}
      <Summary last={last} />
      <p id="liq-keys" className="sr-only">
        Arrow keys read the picture by time and price.
        {shortcuts !== undefined &&
          ` ${shortcutWord(shortcuts.nearer)} and ${shortcutWord(shortcuts.further)} zoom in price, ${shortcutWord(shortcuts.lessTime)} and ${shortcutWord(shortcuts.moreTime)} in time.`}{' '}
        Page Up and Page Down move in time, Home goes back to the newest.
      </p>
      <p className="sr-only" aria-live="polite">
        {isByKeys && readOut !== undefined ? readOutSentence(readOut, look, now, reading) : ''}
      </p>
    </div>
  );
}

/** What is drawn, in one sentence; read when the focus comes, never announced. */
function Summary({ last }: { last: Price | undefined }) {
  const words = useWords();
  const text = useFrames((frames) => summaryWords(frames.book?.value, last, words));
  return (
    <p id="liq-summary" className="sr-only">
      {text}
    </p>
  );
}

interface MarkProps {
  readonly readOut: HeatmapReadOut;
  readonly frame: Drawn['frame'];
  readonly width: number;
  readonly look: Look;
  readonly now: number;
  readonly reading: Reading;
}

const TIP_WIDTH = 236;
/** Letters that a line of it holds; a longer row has two. */
const TIP_LINE = 30;

function CursorMark({ readOut, frame, width, look, now, reading }: MarkProps) {
  const { x, y } = readOut;
  const rows = readOutRows(readOut, look, now, reading);
  const lines = rows.reduce((sum, { name, value }) => sum + ((name + value).length > TIP_LINE ? 2 : 1), 0);
  const tipHeight = 18 + 20 * lines;
  const left = x + 16 + TIP_WIDTH < width ? x + 16 : Math.max(4, x - 16 - TIP_WIDTH);
  const bottom = frame.top + frame.height;
  const top = Math.max(4, Math.min(y + 12, bottom - tipHeight));
  return (
    <>
      <i className="liq-cross-x" style={{ left: x, top: frame.top, height: frame.height }} />
      <i className="liq-cross-y" style={{ top: y, left: frame.left, width: frame.width }} />
      <dl className="liq-tip num" style={{ left, top, width: TIP_WIDTH }} aria-hidden="true">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const STEPS: Readonly<Record<string, readonly [columns: number, rows: number] | undefined>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function clamp01(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function cursorShare(readOut: HeatmapReadOut | undefined, drawn: Drawn | undefined): number {
  if (readOut === undefined || drawn === undefined) return 0.5;
  return clamp01((readOut.y - drawn.frame.top) / drawn.frame.height);
}

function spanOf(drawn: Drawn | undefined): number {
  return drawn === undefined ? 0 : drawn.spanMs;
}

function msPerPixel(drawn: Drawn | undefined): number {
  return drawn === undefined ? 0 : drawn.spanMs / drawn.frame.width;
}
