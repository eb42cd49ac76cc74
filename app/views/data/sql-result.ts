/** An answer in other forms: as columns for a chart, where it has the shape of one, and as a CSV file. Pure. */
import type { SqlCell, SqlOutcome } from '#contract/query.ts';

export type SqlAnswer = Extract<SqlOutcome, { kind: 'done' }>;

export interface ChartColumns {
  /** First column ascending, then one per series; null where there is no value. */
  readonly data: readonly [number[], ...(number | null)[][]];
  readonly names: readonly string[];
  /** The first column holds instants, ms. */
  readonly isTime: boolean;
}

/** Series beyond these could not be told apart. */
const MAX_SERIES = 6;
/** 2000 to 2100 in ms and in seconds. */
const MS = [946_684_800_000, 4_102_444_800_000] as const;

/** Returns the answer as columns of a chart; `undefined` unless the first column ascends and another one is of numbers. */
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
    if (values.every((value) => value === null)) continue;
    series.push(values);
    names.push(columns[column] ?? '');
  }
  if (series.length === 0) return undefined;
  const unit = timeUnit(xs);
  const scale = unit === 's' ? 1_000 : 1;
  return { data: [xs.map((x) => x * scale), ...series], names, isTime: unit !== undefined };
}

function axisValue(cell: SqlCell | undefined): number | undefined {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined;
}

function timeUnit(xs: readonly number[]): 'ms' | 's' | undefined {
  const isIn = (scale: number) => xs.every((x) => x * scale >= MS[0] && x * scale <= MS[1]);
  if (isIn(1)) return 'ms';
  return isIn(1_000) ? 's' : undefined;
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
