/**
 * The bar between two panels of a page. Drag it, or walk it with the arrow keys (Home and End go to the ends), or press one of
 * the two buttons that show over it; a double click puts the panel back. Stands in the grid, in the gap beside its panel.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp } from 'lucide-react';
import { display, updateDisplay } from '../state/display.ts';
import { SPLITS, splitRange, splitSize, splitVariables, type SplitName } from '../state/layout.ts';

/** px of a press of an arrow key or a button. */
const STEP = 16;
const ARROWS: Readonly<Record<'x' | 'y', Readonly<Record<string, number | undefined>>>> = {
  x: { ArrowLeft: -1, ArrowRight: 1 },
  y: { ArrowUp: -1, ArrowDown: 1 },
};

interface SplitterProps {
  readonly name: SplitName;
  /** The panel whose size it sets. */
  readonly panel: string;
  /** Of a row: the panel under the bar. */
  readonly below?: SplitName | 'analytics' | 'liquidity';
}

interface Measure {
  readonly size: number;
  /** px that both have, or of a column the whole page. */
  readonly room: number;
}

export function Splitter({ name, panel, below }: SplitterProps) {
  const { axis, side } = SPLITS[name];
  const host = useRef<HTMLDivElement>(null);
  const [measure, setMeasure] = useState<Measure>({ size: 0, room: 0 });
  const [drag, setDrag] = useState<{ readonly at: number; readonly from: number; readonly size: number }>();

  useEffect(() => {
    const grid = host.current?.parentElement;
    const own = grid?.querySelector(`:scope > .area-${name}`);
    const other = below === undefined ? undefined : grid?.querySelector(`:scope > .area-${below}`);
    if (grid === null || grid === undefined || own === null || own === undefined) return;
    const look = (): void => {
      const room =
        axis === 'x'
          ? grid.clientWidth - 2 * Number.parseFloat(getComputedStyle(grid).paddingLeft)
          : lengthOf(own, axis) + (other === null || other === undefined ? 0 : lengthOf(other, axis));
      setMeasure({ size: Math.round(lengthOf(own, axis)), room: Math.round(room) });
    };
    const observer = new ResizeObserver(look);
    for (const each of [grid, own, ...(other ? [other] : [])]) observer.observe(each);
    return () => observer.disconnect();
  }, [name, below, axis]);

  const { size, room } = measure;
  const { least, most } = splitRange(name, room);
  /** Which way the bar goes when the panel grows. */
  const sign = side === 'before' ? 1 : -1;
  const draw = (px: number): void => {
    const grid = host.current?.parentElement;
    for (const [variable, value] of Object.entries(splitVariables(name, splitSize(name, px, room))))
      grid?.style.setProperty(variable, value);
  };
  const keep = (px: number): void => {
    // Drawn too: where the reader comes back to the size of before, nothing has changed for React.
    draw(px);
    const { layout } = display.getSnapshot();
    updateDisplay({ layout: { ...layout, [name]: splitSize(name, px, room) } });
  };
  const reset = (): void => {
    const { [name]: kept, ...layout } = display.getSnapshot().layout;
    if (kept === undefined) return;
    updateDisplay({ layout });
    const grid = host.current?.parentElement;
    for (const variable of Object.keys(splitVariables(name, kept))) grid?.style.removeProperty(variable);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = ARROWS[axis][event.key];
    const to = event.key === 'Home' ? least : event.key === 'End' ? most : step && size + step * sign * STEP;
    if (to === undefined) return;
    event.preventDefault();
    keep(to);
  };
  const placeOf = (event: PointerEvent): number => (axis === 'x' ? event.clientX : event.clientY);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ at: placeOf(event), from: size, size });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag === undefined) return;
    const to = drag.from + (placeOf(event) - drag.at) * sign;
    draw(to);
    setDrag({ ...drag, size: to });
  };
  const onPointerUp = (): void => {
    if (drag !== undefined && drag.size !== drag.from) keep(drag.size);
    setDrag(undefined);
  };
  const [Before, After] = axis === 'x' ? [ChevronLeft, ChevronRight] : [ChevronUp, ChevronDown];
  const [less, more] = axis === 'x' ? ['narrower', 'wider'] : ['lower', 'higher'];
  return (
    <div ref={host} className={`splitter splitter-${axis} splitter-${name}`} data-side={side}>
      <div
        role="separator"
        tabIndex={0}
        aria-label={`Size of ${panel}`}
        aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={size}
        aria-valuetext={`${size} pixels`}
        title="Drag, or use the arrow keys; a double click puts it back"
        className="splitter-bar"
        data-dragging={drag !== undefined || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={reset}
      />
      {/* For whoever cannot drag; the keyboard has the arrows. */}
      <div className="splitter-steps">
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${panel} ${sign > 0 ? less : more}`}
          onClick={() => keep(size - sign * STEP)}
        >
          <Before size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${panel} ${sign > 0 ? more : less}`}
          onClick={() => keep(size + sign * STEP)}
        >
          <After size={14} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

function lengthOf(element: Element, axis: 'x' | 'y'): number {
  const { width, height } = element.getBoundingClientRect();
  return axis === 'x' ? width : height;
}
