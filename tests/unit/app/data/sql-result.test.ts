import { describe, expect, test } from 'vitest';
import type { SqlCell } from '#contract/query.ts';
import type { UnixMs } from '#core/units/time.ts';
import { chartColumns, toCsv, type SqlAnswer } from '../../../../app/views/data/sql-result.ts';

const answer = (columns: string[], rows: SqlCell[][]): SqlAnswer => ({
  kind: 'done',
  columns,
  rows,
  elapsedMs: 1,
  isCut: false,
  asOf: 0 as UnixMs,
});

const NOON = 1_795_176_000_000;

describe('an answer as a chart', () => {
  test('is one where the first column ascends; text columns are left out', () => {
    const chart = chartColumns(
      answer(
        ['minute', 'name', 'yes', 'no'],
        [
          [NOON, 'a', 1, null],
          [NOON + 60_000, 'b', 2, 5],
        ],
      ),
    );
    expect(chart).toEqual({
      data: [
        [NOON, NOON + 60_000],
        [1, 2],
        [null, 5],
      ],
      names: ['yes', 'no'],
      isTime: true,
    });
  });

  test('takes seconds for times, and small numbers for numbers', () => {
    const rows = (first: number): SqlCell[][] => [
      [first, 1],
      [first + 1, 2],
    ];
    expect(chartColumns(answer(['s', 'n'], rows(NOON / 1_000)))).toMatchObject({
      isTime: true,
      data: [[NOON, NOON + 1_000], expect.anything()],
    });
    expect(chartColumns(answer(['x', 'n'], rows(5)))).toMatchObject({ isTime: false });
  });

  test.each([
    ['ts_us', NOON * 1_000, NOON],
    ['minute', NOON / 60_000, NOON],
    ['hour', NOON / 3_600_000, NOON],
    ['day', 20_000, 20_000 * 86_400_000],
  ])('takes a first column %s from %d on for times', (name, first, at) => {
    const rows: SqlCell[][] = [
      [first, 1],
      [first + 1, 2],
    ];
    expect(chartColumns(answer([name, 'n'], rows))).toMatchObject({
      isTime: true,
      data: [
        [at, expect.any(Number)],
        [1, 2],
      ],
    });
    expect(
      chartColumns(
        answer(
          ['n', 'm'],
          [
            [first, 1],
            [first + 1, 2],
          ],
        ),
      )?.isTime,
    ).toBe(false);
  });

  test('draws no line of times: beside them every other line is flat', () => {
    const rows: SqlCell[][] = [
      [1, NOON, NOON * 1_000, NOON / 1_000, NOON, 5],
      [2, NOON + 5, null, NOON / 1_000, NOON, 6],
    ];
    // What is only as large as a time is drawn.
    const chart = chartColumns(answer(['n', 'ts_ms', 'us', 'received_at', 'paid', 'count'], rows));
    expect(chart?.names).toEqual(['paid', 'count']);
    expect(
      chartColumns(
        answer(
          ['n', 'ts_ms'],
          [
            [1, NOON],
            [2, NOON],
          ],
        ),
      ),
    ).toBeUndefined();
  });

  test.each<[string, SqlCell[][]]>([
    ['one row', [[1, 2]]],
    [
      'words first',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      'a first column that falls',
      [
        [2, 1],
        [1, 2],
      ],
    ],
    [
      'nothing but words after it',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'nothing at all in the others',
      [
        [1, null],
        [2, null],
      ],
    ],
  ])('is none with %s', (_, rows) => {
    expect(chartColumns(answer(['a', 'b'], rows))).toBeUndefined();
  });
});

describe('an answer as CSV', () => {
  test('quotes what must be quoted, and disarms what a spreadsheet would run', () => {
    const rows: SqlCell[][] = [
      ['=cmd()', -1.5, null],
      ['a,"b"', '-2', '+x'],
    ];
    expect(toCsv(answer(['a', 'b', 'c'], rows))).toBe('a,b,c\r\n\'=cmd(),-1.5,\r\n"a,""b""",-2,\'+x\r\n');
  });
});

describe('a step of time without a row', () => {
  const chartOf = (minutes: readonly number[], stepMs = 60_000) =>
    chartColumns(
      answer(
        ['minute', 'n'],
        minutes.map((minute, index) => [NOON + minute * stepMs, index]),
      ),
    )?.data;

  test('is a break of the line, one however many are missing', () => {
    const at = (minute: number) => NOON + minute * 60_000;
    expect(chartOf([0, 1, 2, 60, 61])).toEqual([[0, 1, 2, 3, 60, 61].map(at), [0, 1, 2, null, 3, 4]]);
  });

  test('is none where rows follow no clock', () => {
    expect(chartOf([0, 1, 2.5, 60])?.[0]).toHaveLength(4);
    expect(chartOf([0, 3, 4, 9, 17])?.[0]).toHaveLength(5);
    expect(chartOf([0, 1, 2, 60], 100)?.[0]).toHaveLength(4);
  });
});
