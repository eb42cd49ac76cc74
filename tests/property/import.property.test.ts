/** Whatever is brought in, an import ends with an outcome: random bytes, and recordings with random damage. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ImportOutcome } from '#contract/query.ts';
import { importedBooks, runImport } from '../support/import.ts';
import { madeRecording } from '../support/made-recording.ts';

const LINES = madeRecording(31, { frames: 120, holeEvery: 40 }).lines;

function expectOutcome(outcome: ImportOutcome): void {
  if (outcome.kind === 'failed') expect(outcome.reason).not.toMatch(/undefined|\[object/);
  else expect(outcome.kind).toBe('done');
}

describe('an import ends with an outcome', () => {
  test('of random bytes behind any beginning', async () => {
    const heads = ['', '{', '{"raw":', 'SQLite format 3\0', '\x1f\x8b\x08'].map((text) =>
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 3_000 }),
        async (head, bytes) => {
          expectOutcome((await runImport(new Blob([head, new Uint8Array(bytes)]))).outcome);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of any JSON in a line', async () => {
    const frame = fc.record(
      {
        type: fc.constantFrom(
          'trade',
          'orderbook_snapshot',
          'orderbook_delta',
          'subscribed',
          'ok',
          'error',
          'x',
        ),
        sid: fc.oneof(fc.integer(), fc.jsonValue()),
        seq: fc.oneof(fc.nat(), fc.jsonValue()),
        msg: fc.oneof(
          fc.jsonValue(),
          fc.constant({ market_ticker: 'A', side: 'yes', yes_dollars_fp: [['0.1', '1']] }),
        ),
      },
      { requiredKeys: [] },
    );
    const row = fc.oneof(fc.jsonValue(), frame, fc.record({ recv_ms: fc.jsonValue(), raw: frame }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        const text = `{}\n${rows.map((each) => JSON.stringify(each)).join('\n')}`;
        expectOutcome((await runImport(new Blob([text]))).outcome);
      }),
      { numRuns: 80 },
    );
  });

  test('of a recording whose lines are dropped, doubled, swapped and cut; its batches never overlap and begin with a key', async () => {
    const damage = fc.array(
      fc.tuple(fc.constantFrom('drop', 'double', 'swap', 'cut'), fc.nat({ max: LINES.length - 2 })),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (wounds, isZipped) => {
        const lines: (string | undefined)[] = [...LINES];
        for (const [kind, at] of wounds) {
          const line = lines[at] ?? '';
          if (kind === 'drop') lines[at] = undefined;
          else if (kind === 'double') lines[at] = `${line}\n${line}`;
          else if (kind === 'cut') lines[at] = line.slice(0, line.length / 2);
          else [lines[at], lines[at + 1]] = [lines[at + 1], line];
        }
        const text = lines.filter((line) => line !== undefined).join('\n');
        const { outcome, messages } = await runImport(new Blob([isZipped ? gzipSync(text) : text]));
        expectOutcome(outcome);
        const batches = importedBooks(messages);
        expect(batches[0]?.isKey ?? true).toBe(true);
        for (const [i, { columns }] of batches.entries())
          expect(columns.from).toBe(batches[i - 1]?.columns.until ?? columns.from);
      }),
      { numRuns: 60 },
    );
  });
});
