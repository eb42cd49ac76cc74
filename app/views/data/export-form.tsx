/** The form of an export: what kind of file, which stretch; with progress, cancel and a plain result. */
import { useId, useState } from 'react';
import type { ExportTable } from '#contract/query.ts';
import { closeDialog } from '../../state/dialogs.ts';
import { useIsFollower } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { ExportOutcomeView } from './export-outcome.tsx';
import { RangeInputs } from './range-inputs.tsx';
import { NO_RANGE, toRange, type RangeInput } from './range.ts';
import type { ExportFormat, ExportWork } from './use-export.ts';

const FORMATS: readonly SegmentOption<ExportFormat>[] = [
  { value: 'sqlite', text: 'SQLite' },
  { value: 'csv', text: 'CSV' },
];
const SPANS: readonly SegmentOption<RangeInput['span']>[] = [
  { value: 'all', text: 'Everything' },
  { value: 'hour', text: 'Last hour' },
  { value: 'day', text: 'Last 24 hours' },
  { value: 'range', text: 'From – to' },
];
/** A CSV file is one table; the SQLite file has them all. */
const CSV_TABLES: readonly ExportTable[] = ['trades'];

/** `work` lives outside: the export goes on while nobody looks. */
export function ExportForm({ work }: { work: ExportWork }) {
  const isFollower = useIsFollower();
  const [format, setFormat] = useState<ExportFormat>('sqlite');
  const [input, setInput] = useState<RangeInput>({ span: 'all', ...NO_RANGE });
  const id = useId();
  const clock = useClock();
  const range = toRange(input, new Date(), clock);
  const problem = typeof range === 'string' ? range : undefined;
  const isBusy = work.state.kind === 'busy';

  return (
    <>
      <fieldset disabled={isBusy || isFollower} className="grid min-w-0 grid-cols-1 gap-3">
        <div className="export-line">
          <span id={`${id}-format`} className="text-text2">
            File
          </span>
          <Segments label="File" options={FORMATS} value={format} onChange={setFormat} />
          <span className="text-text3">
            {format === 'sqlite' ? 'trades, books, markets and gaps' : 'trades only'}
          </span>
        </div>
        <div className="export-line">
          <span className="text-text2">Trades</span>
          <Segments
            label="Trades"
            options={SPANS}
            value={input.span}
            onChange={(span) => setInput({ ...input, span })}
          />
        </div>
        {input.span === 'range' && (
          <RangeInputs
            value={input}
            onChange={(texts) => setInput({ ...input, ...texts })}
            problem={problem}
          />
        )}
      </fieldset>
      {isFollower && (
        <p className="text-text2">Another tab records. Export there, or press “Lead from this tab” first.</p>
      )}
      <ExportOutcomeView state={work.state} onCancel={work.cancel} />
      <div className="flex justify-end gap-2">
        <Button onClick={closeDialog}>{isBusy ? 'Hide' : 'Close'}</Button>
        <Button
          look="strong"
          disabled={isBusy || isFollower || problem !== undefined}
          onClick={() =>
            typeof range !== 'string' &&
            work.start(format, { ...range, ...(format === 'csv' ? { tables: CSV_TABLES } : {}) })
          }
        >
          Make the file
        </Button>
      </div>
    </>
  );
}
