/** What a question is about: of which recording, and which stretch of it. */
import { useId, type KeyboardEvent } from 'react';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import { MINUTE } from '#core/units/time.ts';
import { instantWords } from '../../format/time.ts';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { useClock } from '../../state/reading.ts';
import { useWallClock } from '../../ui/use-wall-clock.ts';
import { RangeInputs } from './range-inputs.tsx';
import { rangeTexts } from './range.ts';
import { distinctNames } from './recording-name.ts';
import { keyOf, type Stretch } from './sql-stretch.ts';
import type { Question } from './use-question.ts';

const SPANS: readonly SegmentOption<Stretch>[] = [
  { value: 'all', text: 'All of it' },
  { value: 'first', text: 'First hour' },
  { value: 'last', text: 'Last hour' },
  { value: 'range', text: 'From – to' },
];

interface SqlAboutProps {
  readonly question: Question;
  readonly entries: readonly RecordingEntry[];
  /** The one that is chosen. */
  readonly entry: RecordingEntry | undefined;
  readonly problem: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function SqlAbout({ question, entries, entry, problem, onKeyDown }: SqlAboutProps) {
  const { span, range, change } = question;
  const id = useId();
  const clock = useClock();
  const names = distinctNames(entries, clock);
  const choose = (next: Stretch): void => {
    // All of the recording to begin with: narrowing is less to write than two times.
    const isEmpty = next === 'range' && range.from === '' && range.to === '';
    const whole = isEmpty && entry !== undefined ? { range: rangeTexts(entry.from, entry.to, clock) } : {};
    change({ span: next, ...whole });
  };
  return (
    <>
      <div className="export-line">
        <label htmlFor={`${id}-of`} className="text-text2">
          Of
        </label>
        <select
          id={`${id}-of`}
          className="field sql-of"
          value={entry === undefined ? '' : keyOf(entry)}
          onChange={(event) => change({ chosen: event.target.value })}
        >
          {entries.map((each, index) => (
            <option key={keyOf(each)} value={keyOf(each)}>
              {names[index]}
            </option>
          ))}
        </select>
        <Segments label="Stretch" options={SPANS} value={span} onChange={choose} />
      </div>
      {span === 'range' && (
        <>
          <RangeInputs
            value={range}
            onChange={(next) => change({ range: next })}
            problem={problem}
            onKeyDown={onKeyDown}
          />
          {entry !== undefined && <Extent entry={entry} />}
        </>
      )}
    </>
  );
}

/** From when to when there is something to ask about. */
function Extent({ entry: { from, to } }: { entry: RecordingEntry }) {
  const now = useWallClock(MINUTE);
  const clock = useClock();
  return (
    <p className="num text-text2">
      The recording goes from {instantWords(from, now, clock)} to {instantWords(to, now, clock)}. An empty end
      is open.
    </p>
  );
}
