/** An answer in other forms: as columns for a chart, where it has the shape of one, and as a CSV file. Pure. */
import type { SqlCell, SqlOutcome } from '#contract/query.ts';

export type SqlAnswer = Extract<SqlOutcome, { kind: 'done' }>;

export interface ChartColumns {
  /** First column ascending, then one per series; null where there is no value, and once for each missing step of time. */
  readonly data: readonly [number[], ...(number | null)[][]];
  readonly names: readonly string[];
  /** The first column holds instants, ms, whatever it counted in the answer. */
  readonly isTime: boolean;
}

/** Series beyond these could not be told apart. */
const MAX_SERIES = 6;
/** 2000 to 2100, ms. */
const MS = [946_684_800_000, 4_102_444_800_000] as const;
const US_IN_MS = 0.001;
const S_IN_MS = 1_000;

/** Columns of instants: "ts", "received_at", "min(ts)", "from_ms". A sum of money may be as large a number. */
const INSTANT_NAME = /(?:^|_|\()(?:ts|at|time|timestamp|ms|us)\)?$/i;

/** What an axis may count since 1970, in ms. Micros are as large as sums of money may be, minutes and more as small as anything: times only where the column is named so. */
const AXIS_UNITS: readonly { readonly ms: number; readonly name: RegExp }[] = [
  { ms: 1, name: /^/ },
  { ms: US_IN_MS, name: INSTANT_NAME },
  { ms: S_IN_MS, name: /^/ },
  { ms: 60_000, name: /^minutes?$/i },
  { ms: 3_600_000, name: /^hours?$/i },
  { ms: 86_400_000, name: /^days?$/i },
];

/** Returns the answer as columns of a chart; `undefined` unless the first column ascends and another one is of numbers that are no times. */
export function chartColumns({ columns, rows }: SqlAnswer): ChartColumns | undefined {
  if (rows.length < 2 || columns.length < 2) return undefined;
  const first = rows.map(([cell]) => axisValue(cell));
  const xs: number[] = [];
  for (const x of first) {
    if (x === undefined || x <= (xs.at(-1) ?? -Infinity)) return undefined;
    xs.push(x);
  }
  const series: (number | null)[][] = [];
  const names: string[] = [];
  for (let column = 1; column < columns.length && series.length < MAX_SERIES; column++) {
    const values = rows.map((row) => row[column] ?? null);
    if (!values.every((value) => value === null || typeof value === 'number')) continue;
    if (values.every((value) => value === null) || isInstants(columns[column] ?? '', values)) continue;
    series.push(values);
    names.push(columns[column] ?? '');
  }
  if (series.length === 0) return undefined;
  const unit = timeUnit(columns[0] ?? '', xs);
  const data = unit === undefined ? ([xs, ...series] as const) : broken([xs.map((x) => x * unit), ...series]);
  return { data, names, isTime: unit !== undefined };
}

/** Steps of a second or more are of a clock; instants that lie closer are those of single trades or changes. */
const LEAST_STEP = 1_000;

/** A question by the minute has no row for a minute without any: a line drawn over it would say what nobody knows. */
function broken([times, ...series]: ChartColumns['data']): ChartColumns['data'] {
  const step = stepOf(times);
  if (step === undefined) return [times, ...series];
  const [at, ...values]: ChartColumns['data'] = [[], ...series.map(() => [])];
  for (const [row, time] of times.entries()) {
    const before = times[row - 1];
    if (before !== undefined && time - before > step) {
      at.push(before + step);
      for (const each of values) each.push(null);
    }
    at.push(time);
    for (const [index, each] of values.entries()) each.push(series[index]?.[row] ?? null);
  }
  return [at, ...values];
}

/** The step that most rows are apart and all a multiple of, ms; `undefined` where rows follow no clock. */
function stepOf(times: readonly number[]): number | undefined {
  const apart = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const least = Math.min(...apart);
  const isClock = least >= LEAST_STEP && apart.every((ms) => ms % least === 0);
  return isClock && 2 * apart.filter((ms) => ms === least).length >= apart.length ? least : undefined;
}

function axisValue(cell: SqlCell | undefined): number | undefined {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined;
}

function isInTime(values: readonly (number | null)[], ms: number): boolean {
  return values.every((value) => value === null || (value * ms >= MS[0] && value * ms <= MS[1]));
}

/** Returns how many ms the unit of an axis has; `undefined` where it is no time. */
function timeUnit(name: string, xs: readonly number[]): number | undefined {
  return AXIS_UNITS.find((unit) => unit.name.test(name) && isInTime(xs, unit.ms))?.ms;
}

/** Returns true for a column of times, by its name too: drawn as numbers they would say nothing and press all other lines flat. */
function isInstants(name: string, values: readonly (number | null)[]): boolean {
  return INSTANT_NAME.test(name) && [1, US_IN_MS, S_IN_MS].some((unit) => isInTime(values, unit));
}

/** Returns the answer as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is preceded by an apostrophe. */
export function toCsv({ columns, rows }: SqlAnswer): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join()}\r\n`).join('');
}

function csvCell(cell: SqlCell): string {
  if (cell === null) return '';
  const text =
    typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell))
      ? `'${cell}`
      : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
