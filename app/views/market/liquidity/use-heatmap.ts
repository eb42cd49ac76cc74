/**
 * One heatmap as React sees it: makes a canvas and its worker when there is room, tells the worker what is looked at, opens
 * rivers, and keeps what the worker says. What changes with every frame stays outside of React.
 */
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from 'react';
import type {
  HeatmapAnswer,
  HeatmapCursor,
  HeatmapLegend,
  HeatmapPhase,
  HeatmapReadOut,
  HeatmapTable,
  HeatmapView,
} from '#contract/heatmap.ts';
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { dayWords, zoneWords } from '../../../format/time.ts';
import { useFlowboard, useReplay } from '../../../state/flowboard-context.tsx';
import { useClock } from '../../../state/reading.ts';
import { openHeatmap, type HeatmapLine } from './heatmap-line.ts';

export type Drawn = Extract<HeatmapAnswer, { kind: 'drawn' }>;

/** What is looked at, but for the words that follow from what is drawn. */
export type HeatmapLook = Omit<HeatmapView, 'days'>;

export interface Heatmap {
  readonly phase: HeatmapPhase;
  readonly legend: HeatmapLegend | undefined;
  readonly readOut: HeatmapReadOut | undefined;
  /** The rows that were asked for last; `undefined` until the first have come. */
  readonly table: HeatmapTable | undefined;
  /** The prices drawn; `undefined` until the first frame. */
  readonly prices: PriceSpan | undefined;
  /** Why the worker died; empty while it lives. */
  readonly fault: string;
  /** The newest frame: where the picture lies, and what it shows. */
  readonly drawn: RefObject<Drawn | undefined>;
  readonly moveCursor: (cursor: HeatmapCursor) => void;
  /** Asks for the rows of what is in view now. */
  readonly askTable: () => void;
  readonly drawAgain: () => void;
}

/** Returns what tells live and each recording apart: they have rivers of their own. */
export function useSource(): string {
  const replay = useReplay();
  return replay === undefined ? '' : `${replay.exchangeId} ${replay.from} ${replay.to}`;
}

/** `look` is `undefined` until the room is known; the canvas is put into `host`. */
export function useHeatmap(
  host: RefObject<HTMLElement | null>,
  ticker: Ticker,
  look: HeatmapLook | undefined,
): Heatmap {
  const flowboard = useFlowboard();
  const [instance, setInstance] = useState(0);
  const [phase, setPhase] = useState<HeatmapPhase>('waiting');
  const [legend, setLegend] = useState<HeatmapLegend>();
  const [readOut, setReadOut] = useState<HeatmapReadOut>();
  const [table, setTable] = useState<HeatmapTable>();
  const [prices, setPrices] = useState<PriceSpan>();
  const [fault, setFault] = useState('');
  const [days, setDays] = useState('');
  const view = useMemo(() => (look === undefined ? undefined : { ...look, days }), [look, days]);
  const line = useRef<HeatmapLine>(undefined);
  const drawn = useRef<Drawn>(undefined);
  const hasRoom = view !== undefined;
  const source = useSource();
  const clock = useClock();

  const follow = useEffectEvent(() => {
    const river = flowboard.openRiver(ticker);
    if (river !== undefined) line.current?.follow(river);
  });
  const daysOf = (from: number, to: number): string =>
    dayWords(from, to, Date.now(), clock) || zoneWords(from, to, clock);
  const hear = useEffectEvent((answer: HeatmapAnswer) => {
    switch (answer.kind) {
      case 'drawn':
        drawn.current = answer;
        setPhase(answer.phase);
        setPrices((last) => (isSameSpan(last, answer.prices) ? last : answer.prices));
        setDays(daysOf(answer.end - answer.spanMs, answer.end));
        return;
      case 'legend':
        setLegend(answer.legend);
        return;
      case 'read-out':
        setReadOut(answer.readOut);
        return;
      case 'table':
        setTable(answer.table);
        return;
      case 'silent':
        follow();
    }
  });
  const currentView = useEffectEvent(() => view);

  useEffect(() => {
    const [element, first] = [host.current, currentView()];
    if (!hasRoom || element === null || first === undefined) return;
    // A canvas can be handed over once: each worker gets one of its own.
    const canvas = document.createElement('canvas');
    element.prepend(canvas);
    const opened = openHeatmap({
      canvas,
      view: first,
      onAnswer: (answer) => {
        hear(answer);
      },
      onDeath: (reason) => {
        setFault(reason);
      },
    });
    line.current = opened;
    const tellVisible = (): void => {
      opened.send({ kind: 'visible', isVisible: document.visibilityState === 'visible' });
    };
    document.addEventListener('visibilitychange', tellVisible);
    return () => {
      document.removeEventListener('visibilitychange', tellVisible);
      line.current = undefined;
      drawn.current = undefined;
      opened.close();
      canvas.remove();
      setPhase('waiting');
      setReadOut(undefined);
      setTable(undefined);
    };
  }, [host, hasRoom, instance]);

  useEffect(() => {
    if (hasRoom) follow();
  }, [hasRoom, instance, ticker, source]);

  useEffect(() => {
    if (view !== undefined) line.current?.send({ kind: 'view', view });
  }, [view]);

  const moveCursor = useCallback((cursor: HeatmapCursor) => {
    line.current?.send({ kind: 'cursor', cursor });
  }, []);
  const askTable = useCallback(() => {
    line.current?.send({ kind: 'table' });
  }, []);
  const drawAgain = useCallback(() => {
    setFault('');
    setInstance((count) => count + 1);
  }, []);
  return { phase, legend, readOut, table, prices, fault, drawn, moveCursor, askTable, drawAgain };
}

function isSameSpan(a: PriceSpan | undefined, b: PriceSpan): boolean {
  return a?.low === b.low && a.high === b.high;
}
