/**
 * The one place where uPlot meets React. Owns the plot's life: made when shown, resized with its box, made anew when the
 * theme changes, destroyed when it leaves. Data goes in by `setData`; React never draws a point.
 *
 * Pointer and keyboard move the same cursor: the chart is a slider over its own points, so a screen reader speaks each
 * point's read-out as the arrow keys walk. uPlot takes the screen's pixel ratio by itself.
 */
import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { afterPaint } from '../state/after-paint.ts';
import './chart.css';
import { readTheme, useThemeName, type ChartTheme } from './theme.ts';

/** First column x (ascending), then one column per series, all of one length. */
export type ChartData = uPlot.AlignedData;
export type ChartOptions = Omit<uPlot.Options, 'width' | 'height'>;

export interface ChartProps<Marks = undefined> {
  /** Name for people who do not see it: what is drawn, over which time. */
  readonly label: string;
  /** Must be stable between renders: a new one rebuilds the plot. `marks` returns the newest of them while drawing. */
  readonly build: (theme: ChartTheme, marks: () => Marks) => ChartOptions;
  readonly data: ChartData;
  /** What is drawn besides the columns: hatches, rules. New data and its marks come together. */
  readonly marks: Marks;
  /** The point under the cursor, told as it moves; `undefined` when the cursor leaves. */
  readonly onCursor: (index: number | undefined) => void;
  /** Where the cursor stands, as last told. */
  readonly cursor: number | undefined;
  /** Read-out of one point, as a sentence. */
  readonly describe: (index: number) => string;
}

/** A page of points for Page Up and Page Down. */
const PAGE = 10;

export function Chart<Marks>({ label, build, data, marks, onCursor, cursor, describe }: ChartProps<Marks>) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const themeName = useThemeName();
  const count = data[0].length;
  const tellCursor = useEffectEvent(onCursor);
  const currentData = useEffectEvent(() => data);
  const currentMarks = useEffectEvent(() => marks);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const make = (): uPlot => {
      const options = build(readTheme(), () => currentMarks());
      return new uPlot(
        {
          ...options,
          width: Math.max(1, element.clientWidth),
          height: Math.max(1, element.clientHeight),
          hooks: {
            ...options.hooks,
            setCursor: [
              (u) => {
                tellCursor(u.cursor.idx ?? undefined);
              },
            ],
          },
        },
        currentData(),
        element,
      );
    };
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      const u = plot.current;
      if (u !== null && width > 0 && height > 0 && (width !== u.width || height !== u.height))
        u.setSize({ width, height });
    });
    // The panels around it are painted first: a plot takes as long as all of them.
    const cancel = afterPaint(() => {
      plot.current = make();
      observer.observe(element);
    });
    return () => {
      cancel();
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [build, themeName]);

  const drawn = useRef(data);
  useEffect(
    () =>
      // The panels' own commit is one task, their layout another, and this a third: text on a canvas asks for the page's
      // layout, which is there by then.
      afterPaint(() => {
        plot.current?.setData(data);
        drawn.current = data;
      }),
    [data],
  );
  useEffect(() => {
    // Marks that change alone, as under the pointer, wait for no new data.
    if (drawn.current === data) plot.current?.redraw(false);
  }, [data, marks]);

  const moveTo = (index: number): void => {
    const u = plot.current;
    const x = data[0][index];
    if (u === null || x === undefined) return;
    u.setCursor({ left: u.valToPos(x, 'x'), top: u.bbox.height / 2 / uPlot.pxRatio });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = cursor ?? count - 1;
    const target = keyTarget(event.key, at, count);
    if (target === undefined) {
      if (event.key !== 'Escape' || cursor === undefined) return;
      // Takes the read-out away and goes on: the same Escape closes the drawer around the chart.
      plot.current?.setCursor({ left: -10, top: -10 });
      return;
    }
    event.preventDefault();
    moveTo(target);
  };
  const shown = cursor !== undefined && cursor < count ? cursor : Math.max(0, count - 1);

  return (
    <div
      ref={host}
      className="chart"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={shown}
      aria-valuetext={count === 0 ? 'No data yet' : describe(shown)}
      onKeyDown={onKeyDown}
      onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
    />
  );
}

function keyTarget(key: string, at: number, count: number): number | undefined {
  const clamp = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(at - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(at + 1);
    case 'PageUp':
      return clamp(at + PAGE);
    case 'PageDown':
      return clamp(at - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
    default:
      return undefined;
  }
}
