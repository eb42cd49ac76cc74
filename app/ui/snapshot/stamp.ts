/** What is written under the picture of a panel, so that it can never be taken for something else: whose, when, how old. Pure. */
import type { ExchangeMode } from '../../boot/flowboard.ts';
import { ENVIRONMENTS } from '../../format/environment.ts';
import type { Clock } from '../../format/time.ts';
import type { PanelState } from '../../state/panel-state.ts';

export interface StampFacts {
  /** Of the panel. */
  readonly title: string;
  /** The market or the event, by name and ticker, or the category; empty where the panel shows all markets. */
  readonly subject: readonly string[];
  /** The time of what is shown, ms: of day, or of the recording. */
  readonly at: number;
  readonly isReplay: boolean;
  readonly state: PanelState | undefined;
  /** The panel stands still by itself: it is no older and no newer than `at`. */
  readonly isPaused: boolean;
  readonly mode: ExchangeMode | undefined;
}

/** Returns the pieces of the stamp, the most needed first: "Tape", "All markets", "Wed 13 May 2026 19:57:31 EDT", "Live 0.3 s", "SIMULATED". */
export function stampWords(facts: StampFacts, clock: Clock): readonly string[] {
  const { title, subject, at, isReplay, isPaused, state, mode } = facts;
  const time = `${clock.day(at)} ${clock.second(at)} ${clock.zone(at)}`;
  const age = state === undefined ? 'No connection yet' : `${state.word} ${state.detail}`.trim();
  const held = isPaused && (state === undefined || !state.isDimmed) ? 'Paused' : undefined;
  const isPlain = isReplay && (state === undefined || state.kind === 'replay');
  return [
    title,
    ...(subject.length === 0 ? ['All markets'] : subject),
    isReplay ? `REPLAY of ${time}` : time,
    ...(held !== undefined ? [held] : isPlain ? [] : [age]),
    mode === undefined ? 'Unknown exchange' : ENVIRONMENTS[mode].word,
    'Flowboard',
  ];
}

/** Returns `words` in lines of at most `width`, as `measure` says; a piece that is longer than a line is broken. */
export function stampLines(
  words: readonly string[],
  width: number,
  measure: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  for (const word of words.flatMap((each) => broken(each, width, measure))) {
    const last = lines.at(-1);
    const longer = `${last} · ${word}`;
    if (last !== undefined && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Returns `text` in parts of at most `width`, broken at a space where there is one; each has a character at least. */
function broken(text: string, width: number, measure: (text: string) => number): readonly string[] {
  if (text.length < 2 || measure(text) <= width) return [text];
  let end = text.length - 1;
  while (end > 1 && measure(text.slice(0, end)) > width) end -= 1;
  const space = text.lastIndexOf(' ', end);
  const at = space > 0 ? space : end;
  return [text.slice(0, at), ...broken(text.slice(at).trim(), width, measure)];
}

/** Returns the name of the file: "flowboard-tape-20260513T235731Z.png". */
export function pictureName(title: string, at: number): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return `flowboard-${name}-${time}.png`;
}
