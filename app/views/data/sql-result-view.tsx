/** The answer to a question: a table, a chart where it has the shape of one, and a file. Cells are text, never markup. */
import { useMemo, useState } from 'react';
import { Chart } from '../../charts/chart.tsx';
import { queryLines, seriesLooks } from '../../charts/query-lines.ts';
import { MINUTE } from '#core/units/time.ts';
import { compact, counted, grouped } from '../../format/number.ts';
import { axisWords, instantWords, zoneWords, type Clock } from '../../format/time.ts';
import { useClock } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useWallClock } from '../../ui/use-wall-clock.ts';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { chartColumns, toCsv, type ChartColumns, type SqlAnswer } from './sql-result.ts';

/** More would take the browser longer to lay out than people to read. */
const SHOWN_ROWS = 500;
const LOOKS: readonly SegmentOption<'table' | 'chart'>[] = [
  { value: 'table', text: 'Table' },
  { value: 'chart', text: 'Chart' },
];

export function SqlResult({ answer }: { answer: SqlAnswer }) {
  const [look, setLook] = useState<'table' | 'chart'>('table');
  const chart = useMemo(() => chartColumns(answer), [answer]);
  const { rows, elapsedMs, isCut, asOf } = answer;
  const clock = useClock();
  return (
    <div className="sql-result">
      <div className="data-line">
        {chart !== undefined && (
          <Segments label="Answer as" options={LOOKS} value={look} onChange={setLook} />
        )}
        <span className="num text-text2">
          {counted(rows.length, 'row')}
          {isCut && ', and there are more'} · {Math.max(1, Math.round(elapsedMs))} ms · as of{' '}
          {clock.second(asOf)} {clock.zone(asOf)}
        </span>
        <Button
          isSmall
          className="ml-auto"
          onClick={() => saveFile(new Blob([toCsv(answer)], { type: 'text/csv' }), 'flowboard-answer.csv')}
        >
          Save as CSV
        </Button>
      </div>
      {chart !== undefined && look === 'chart' ? (
        <AnswerChart chart={chart} />
      ) : (
        <AnswerTable answer={answer} />
      )}
    </div>
  );
}

function AnswerTable({ answer: { columns, rows } }: { answer: SqlAnswer }) {
  const more = rows.length - SHOWN_ROWS;
  return (
    <div className="sql-table" tabIndex={0} role="region" aria-label="Answer">
      <table className="num">
        <thead>
          <tr>
            {columns.map((name, column) => (
              <th key={column} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_ROWS).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-number={typeof cell === 'number'}>
                  {cell ?? <span className="text-text3">null</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p className="p-2 text-text2">{grouped(more)} more: they are in the CSV file and in the chart.</p>
      )}
    </div>
  );
}

function AnswerChart({ chart }: { chart: ChartColumns }) {
  const [cursor, setCursor] = useState<number>();
  const now = useWallClock(MINUTE);
  const clock = useClock();
  const { data, names, isTime } = chart;
  const [build, columns] = useMemo(
    () => [
      queryLines({
        names,
        isTime,
        formatTimes: (times, step) => formatTimes(times, step, clock),
        formatValue: valueText,
        clock,
      }),
      [data[0], ...data.slice(1)] as [number[], ...(number | null)[][]],
    ],
    [data, names, isTime, clock],
  );
  const describe = (index: number): string => {
    const x = data[0][index] ?? 0;
    const values = names.map((name, i) => `${name} ${exact(data[i + 1]?.[index])}`);
    return `${isTime ? instantWords(x, now, clock) : String(x)}: ${values.join(', ')}`;
  };
  return (
    <figure className="sql-chart">
      <Legend names={names} />
      <Chart
        label={`Answer as a chart: ${names.join(', ')}`}
        build={build}
        data={columns}
        marks={undefined}
        cursor={cursor}
        onCursor={setCursor}
        describe={describe}
      />
      <figcaption className="num text-text2">{describe(cursor ?? data[0].length - 1)}</figcaption>
    </figure>
  );
}

/** Which line is which column: a piece of the line itself beside its name. */
function Legend({ names }: { names: readonly string[] }) {
  return (
    <ul className="sql-legend text-text2" aria-label="Lines of the chart">
      {seriesLooks(names).map(({ colour, dash }, index) => (
        <li key={index}>
          <svg width="26" height="8" aria-hidden="true">
            <line x1="0" x2="26" y1="4" y2="4" stroke={`var(--${colour})`} strokeDasharray={dash.join(' ')} />
          </svg>
          {names[index]}
        </li>
      ))}
    </ul>
  );
}

/** The zone stands under the first label: with the day, or where all is of today by itself. */
function formatTimes(times: readonly number[], step: number, clock: Clock): string[] {
  const [first = '', ...others] = axisWords(
    times,
    Date.now(),
    step < MINUTE ? clock.second : clock.minute,
    clock,
  );
  const isBare = times.length > 0 && !first.includes('\n');
  return isBare
    ? [`${first}\n${zoneWords(times[0] ?? 0, times.at(-1) ?? 0, clock)}`, ...others]
    : [first, ...others];
}

/** A sum of decimals, without the digits that binary numbers add to it. */
function exact(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : String(Number(value.toPrecision(12)));
}

function valueText(value: number): string {
  return Math.abs(value) >= 1_000
    ? compact(Math.abs(value)).replace(/^/, value < 0 ? '−' : '')
    : String(Number(value.toPrecision(4)));
}
