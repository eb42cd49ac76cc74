/** Makes the CSV file of the trades: RFC 4180, the columns of the SQLite table without `id`. */
import type { ExportJob } from './job.ts';
import type { Cell } from './rows.ts';
import { TRADE_COLUMNS } from './schema.ts';

const LINE_END = '\r\n';

/** Returns the file in parts; each chunk's text becomes a blob at once, so that the browser may keep it off the heap. */
export async function makeCsv(job: ExportJob): Promise<Blob[]> {
  const parts = [new Blob([TRADE_COLUMNS.join() + LINE_END])];
  for await (const cells of job.tradeCells()) {
    const lines: string[] = [];
    for (let row = 0; row < cells.length; row += TRADE_COLUMNS.length)
      lines.push(csvLine(cells.slice(row, row + TRADE_COLUMNS.length)));
    parts.push(new Blob([lines.join('')]));
  }
  await job.pass('writing');
  return parts;
}

/** Returns the cells as one line. Absent is empty; text is quoted where a comma, a quote or a line break asks for it. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => csvCell(cell)).join() + LINE_END;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
