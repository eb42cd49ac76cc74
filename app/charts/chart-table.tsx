/**
 * The numbers of a chart as a table, for those who do not see the picture and for whoever wants them exact: every chart has one
 * and the same button leads to it. Fifty rows at a time, because a reader of the screen walks them one by one.
 */
import { useState } from 'react';
import { ChartColumn, List } from 'lucide-react';
import { counted } from '../format/number.ts';
import { Button, IconButton } from '../ui/button.tsx';
import './chart-table.css';

/** One row: what it is of, and its cells, or one sentence where there are none to have. */
export interface ChartRow {
  /** Unique in its table. */
  readonly key: number;
  readonly head: string;
  readonly cells: readonly string[] | string;
}

interface ChartTableProps {
  /** What the numbers are, and in which order. */
  readonly caption: string;
  /** The first is that of the rows' heads. */
  readonly columns: readonly string[];
  /** How many rows there are; `rowAt` is asked for those in view alone. */
  readonly count: number;
  readonly rowAt: (index: number) => ChartRow;
}

const PAGE_ROWS = 50;

export function ChartTable({ caption, columns, count, rowAt }: ChartTableProps) {
  const [wanted, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(count / PAGE_ROWS));
  const page = Math.min(wanted, pages - 1);
  const from = page * PAGE_ROWS;
  const rows = Array.from({ length: Math.min(PAGE_ROWS, count - from) }, (_, i) => rowAt(from + i));
  return (
    <div className="chart-table">
      {/* Scrolls, so the keyboard must reach it. */}
      <div className="chart-table-scroll" tabIndex={0} role="region" aria-label={caption}>
        <table className="num">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, head, cells }) => (
              <tr key={key}>
                <th scope="row">{head}</th>
                {typeof cells === 'string' ? (
                  <td colSpan={columns.length - 1}>{cells}</td>
                ) : (
                  cells.map((cell, column) => <td key={column}>{cell}</td>)
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="chart-table-pages num">
          <Button isSmall aria-disabled={page === 0} onClick={() => setPage(Math.max(0, page - 1))}>
            Previous
          </Button>
          <span>
            {from + 1}–{Math.min(count, from + PAGE_ROWS)} of {counted(count, 'row')}
          </span>
          <Button
            isSmall
            aria-disabled={page === pages - 1}
            onClick={() => setPage(Math.min(pages - 1, page + 1))}
          >
            Next
          </Button>
        </div>
      )}
    </div>
  );
}

interface TableButtonProps {
  readonly isTable: boolean;
  readonly onChange: (isTable: boolean) => void;
}

/** Leads from the chart to its table and back. */
export function TableButton({ isTable, onChange }: TableButtonProps) {
  return (
    <IconButton
      label={isTable ? 'View as chart' : 'View as table'}
      isSmall
      onClick={() => onChange(!isTable)}
    >
      {isTable ? <ChartColumn size={14} aria-hidden="true" /> : <List size={14} aria-hidden="true" />}
    </IconButton>
  );
}
