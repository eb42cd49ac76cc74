/**
 * The one panel: header with title, note, state, actions and camera; a body that is live, dimmed, a skeleton or one sentence.
 * Every panel of the page is this one, so a state looks and reads the same everywhere (interface 4.8).
 */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { PanelState } from '../state/panel-state.ts';
import { SnapshotButton } from './snapshot/snapshot-button.tsx';
import { StateChip } from './state-chip.tsx';

/** Below this a skeleton would only flicker. */
const SKELETON_AFTER_MS = 300;

export interface PanelProps {
  readonly title: string;
  /** After the title, quieter: span, unit, order. Of "10 min · by contracts" the last pieces go where the room is short. */
  readonly note?: ReactNode;
  /** `undefined` while nothing is known of the connection. */
  readonly state?: PanelState | undefined;
  /** `always`, or only when something is wrong (then it is always shown). */
  readonly chip?: 'always' | 'trouble';
  /** Right end of the header. */
  readonly actions?: ReactNode;
  /** Instead of the body while nothing is there yet: same geometry as the body. */
  readonly skeleton?: ReactNode;
  readonly isLoading?: boolean;
  /** Instead of the body when there is nothing to show: one sentence and at most one action. */
  readonly empty?: ReactNode;
  readonly isEmpty?: boolean;
  /** What of all markets it is narrowed down to, for its picture. */
  readonly scope?: string | undefined;
  /** When what it shows was made, ms, where it stands still by itself. */
  readonly stillAt?: number | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Each piece is whole or not there; the first one alone is cut. */
function Pieces({ of: note }: { of: string }) {
  return note.split(' · ').map((piece, index) => (
    <span key={piece} className="panel-note-piece">
      {index === 0 ? piece : ` · ${piece}`}
    </span>
  ));
}

export function Panel(props: PanelProps) {
  const { state, chip = 'trouble', isLoading = false, isEmpty = false } = props;
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  const isTrouble = state !== undefined && state.tone !== 'ok' && state.kind !== 'quiet';
  const isDimmed = state?.isDimmed === true && !isLoading && !isEmpty;
  const tone = isTrouble && (state.tone === 'warn' || state.tone === 'err') ? ` panel-${state.tone}` : '';
  return (
    <section ref={section} className={`panel${tone} ${props.className ?? ''}`} aria-labelledby={titleId}>
      <header className="panel-header">
        <h2 id={titleId} className="text-label font-semibold whitespace-nowrap">
          {props.title}
        </h2>
        {props.note !== undefined && (
          <span className="panel-note num">
            {typeof props.note === 'string' ? <Pieces of={props.note} /> : props.note}
          </span>
        )}
        {state !== undefined && (chip === 'always' || isTrouble) && <StateChip state={state} />}
        <div className="panel-actions">
          {props.actions}
          {!isLoading && !isEmpty && (
            <SnapshotButton
              title={props.title}
              state={state}
              panel={section}
              scope={props.scope}
              stillAt={props.stillAt}
            />
          )}
        </div>
      </header>
      <div className="panel-body" data-dimmed={isDimmed || undefined}>
        {isLoading ? (
          <Delayed>{props.skeleton}</Delayed>
        ) : isEmpty ? (
          <Empty>{props.empty}</Empty>
        ) : (
          props.children
        )}
      </div>
    </section>
  );
}

/** One sentence in the middle, and what can be done about it. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="panel-empty">{children}</div>;
}

function Delayed({ children }: { children: ReactNode }) {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isDue ? (
    <div className="skeleton" aria-hidden="true">
      {children}
    </div>
  ) : null;
}
