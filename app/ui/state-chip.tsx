/** Icon and word for a connection's state, the same in the header and in every panel. Colour only helps. */
import type { PanelState } from '../state/panel-state.ts';
import { Term } from './term.tsx';

interface StateChipProps {
  readonly state: PanelState;
  /** The header's own. */
  readonly isStrong?: boolean;
  /** The word explains itself; where a long one has no room to spare it does not. */
  readonly isTerm?: boolean;
}

/** Never announced by itself: the header's live region speaks for the whole page. */
export function StateChip({ state, isStrong = false, isTerm = false }: StateChipProps) {
  return (
    <span className={`state-chip tone-${state.tone}`} data-state={state.kind}>
      <StateIcon kind={state.kind} />
      {isStrong ? (
        <span className="font-semibold text-text">
          {isTerm ? <Term of="live">{state.word}</Term> : state.word}
        </span>
      ) : (
        <span className="state-word">{state.word}</span>
      )}
      {state.detail !== '' && <span className="num text-text2">{state.detail}</span>}
    </span>
  );
}

function StateIcon({ kind }: { kind: PanelState['kind'] }) {
  const paths = PATHS[kind];
  return (
    <svg
      className={`state-icon${kind === 'live' ? ' is-live' : ''}`}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {kind === 'live' ? (
        <circle cx="6" cy="6" r="3.2" fill="currentColor" stroke="none" />
      ) : (
        <path d={paths} />
      )}
    </svg>
  );
}

const RING = 'M9 6a3 3 0 1 1-6 0 3 3 0 0 1 6 0z';
const WARNING = 'M6 1.6 11 10.2H1zM6 5v2.4M6 8.9v.1';
const TURN = 'M10.4 6.2A4.4 4.4 0 1 1 8.9 2.7M9.2.9v2.2H7';
const CUT =
  'M1.5 1.5l9 9M1.4 4.6A8 8 0 0 1 3.2 3.5M5.4 2.9a8 8 0 0 1 5.2 1.7M3.4 6.8a4.5 4.5 0 0 1 2-1M6 9.6v.1';

const PATHS: Readonly<Record<PanelState['kind'], string>> = {
  live: '',
  quiet: RING,
  connecting: RING,
  stale: WARNING,
  resyncing: TURN,
  reconnecting: TURN,
  offline: CUT,
  refused: WARNING,
  replay: 'M4 2.6v6.8L9.4 6z',
  frozen: 'M4.2 2.5v7M7.8 2.5v7',
};
