/**
 * The decoder against everything recorded from the real exchange: no frame refused, none ignored, no change lost. These recordings
 * belong to others and stay outside the project, so a user's clone skips this file.
 */
import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import type { Sid } from '#core/wire/messages.ts';
import { decodeMarket } from '#core/wire/rest.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import {
  hasRecordings,
  NO_RECORDINGS,
  readFrames,
  readLines,
  recordingNames,
} from '../support/recordings.ts';

/** Decodes a recording; counts kinds and lists where the sequencer objects. */
async function replay(name: string) {
  const decoder = new Decoder();
  const sequencer = new Sequencer();
  const kinds: Record<string, number> = {};
  const breaks: string[] = [];
  for await (const frame of readFrames(name)) {
    const decoded = decoder.decode(frame);
    kinds[decoded.kind] = (kinds[decoded.kind] ?? 0) + 1;
    // A recording may hold several sockets in a row; on a new one the same sids begin again.
    if (decoded.kind === 'subscribed') sequencer.forget(decoded.newSid);
    const verdict = sequencer.observe(decoded.sid, decoded.seq);
    if (verdict !== 'pass') breaks.push(`${verdict} at ${decoded.kind}`);
  }
  return { kinds, breaks, samples: decoder.samples.slice(0, 3), ignored: [...decoder.ignored.keys()] };
}

test.skipIf(hasRecordings)(`recordings: nothing to replay, ${NO_RECORDINGS}`, () => {
  expect(recordingNames('')).toEqual([]);
});

describe.skipIf(!hasRecordings)(`recordings (${NO_RECORDINGS})`, () => {
  const books = recordingNames('book_');
  const trades = recordingNames('trades_');

  test('are there, books and trades', () => {
    expect(books.length).toBeGreaterThan(0);
    expect(trades.length).toBeGreaterThan(0);
  });

  test.each(books)('%s: every frame is understood', async (name) => {
    const { kinds, breaks, samples, ignored } = await replay(name);
    expect(samples).toEqual([]);
    expect(ignored).toEqual([]);
    expect(kinds['delta']).toBeGreaterThan(0);
    expect(kinds['snapshot']).toBeGreaterThan(0);
    // When a market closes, the exchange sometimes withdraws its book without the deltas, whose numbers are used up all
    // the same (4 of the 20 files, 402 to 507 numbers), and sends the empty book at once: nothing is lost in between.
    expect(breaks.filter((entry) => entry !== 'gap at snapshot')).toEqual([]);
    expect(breaks.length).toBeLessThanOrEqual(1);
  });

  test.each(trades)('%s: every trade is understood', async (name) => {
    const { kinds, samples, ignored } = await replay(name);
    expect(samples).toEqual([]);
    expect(ignored).toEqual([]);
    expect(kinds['trade']).toBeGreaterThan(0);
  });

  test('a number taken out of a recording is found as a gap', async () => {
    const sequencer = new Sequencer();
    const decoder = new Decoder();
    const verdicts: string[] = [];
    for await (const frame of readFrames('book_multi12_mlb_wnba_60s.jsonl.gz')) {
      const { sid, seq } = decoder.decode(frame);
      if (sid === (1 as Sid) && seq !== 100) verdicts.push(sequencer.observe(sid, seq));
    }
    expect(verdicts.filter((verdict) => verdict !== 'pass')).toEqual(['gap']);
  });

  test('every market of REST is read with its title, times and grid', async () => {
    let count = 0;
    for await (const line of readLines('markets_meta.jsonl.gz')) {
      const decoded = decodeMarket(line);
      if (!decoded.ok)
        throw new Error(`Expected a market, but it was ${decoded.reason}: ${line.slice(0, 200)}`);
      const { title, eventTicker, openAt, closeAt, priceRanges, volume, status, yesSubTitle } = decoded.value;
      for (const field of [title, eventTicker, openAt, closeAt, priceRanges, volume, status, yesSubTitle]) {
        if (field === undefined)
          throw new Error(`Expected every field, but one was missing in ${line.slice(0, 200)}`);
      }
      count++;
    }
    expect(count).toBeGreaterThan(1_000);
  });
});
