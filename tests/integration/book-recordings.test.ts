/**
 * Every recorded order book to its end, against an independent fold; and with holes cut in, which must be seen at the very
 * next frame. The recordings belong to others and stay outside the project, so a user's clone skips this file.
 */
import { describe, expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { Books } from '#core/market/book/books.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Decoder } from '#core/wire/decode.ts';
import type { Decoded } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import { plainBook, type PlainBook } from '../support/books.ts';
import { hasRecordings, NO_RECORDINGS, readFrames, recordingNames } from '../support/recordings.ts';

const NOW = 1_790_000_000_000 as UnixMs;

type Fold = Map<Ticker, PlainBook>;

async function framesOf(name: string): Promise<readonly Decoded[]> {
  const decoder = new Decoder();
  const frames: Decoded[] = [];
  for await (const text of readFrames(name)) frames.push(decoder.decode(text));
  return frames;
}

/** The simplest thing that can be right. */
function foldOf(frames: readonly Decoded[]): Fold {
  const fold: Fold = new Map();
  for (const frame of frames) {
    if (frame.kind === 'snapshot') fold.set(frame.ticker, { yes: new Map(frame.yes), no: new Map(frame.no) });
    if (frame.kind !== 'delta') continue;
    const side = fold.get(frame.ticker)?.[frame.side];
    const after = (side?.get(frame.price) ?? 0) + frame.change;
    if (after === 0) side?.delete(frame.price);
    else side?.set(frame.price, after);
  }
  return fold;
}

/** What a page does with the frames; `onFrame` looks on after each. */
function replay(
  frames: readonly Decoded[],
  onFrame: (books: Books, frame: Decoded, isGap: boolean) => void,
): Books {
  const sequencer = new Sequencer();
  const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
  for (const frame of frames) {
    if (frame.kind === 'subscribed') sequencer.forget(frame.newSid);
    const verdict = sequencer.observe(frame.sid, frame.seq);
    if (verdict === 'duplicate') continue;
    if (verdict === 'gap') books.gap('sequence', NOW);
    if (frame.kind === 'snapshot') {
      books.watch(frame.ticker, FINEST_GRID);
      books.snapshot(frame, frame.seq, NOW);
    } else if (frame.kind === 'delta') books.delta(frame, frame.seq, NOW);
    onFrame(books, frame, verdict === 'gap');
  }
  return books;
}

function sorted(side: ReadonlyMap<number, number>): [number, number][] {
  return [...side].sort((a, b) => a[0] - b[0]);
}

test.skipIf(hasRecordings)(`recorded books: nothing to replay, ${NO_RECORDINGS}`, () => {
  expect(recordingNames('book_')).toEqual([]);
});

describe.skipIf(!hasRecordings)(`recorded books (${NO_RECORDINGS})`, { timeout: 60_000 }, () => {
  const names = recordingNames('book_');

  test.each(names)('%s: every book ends as an independent fold has it, never below zero', async (name) => {
    const frames = await framesOf(name);
    const books = replay(frames, () => undefined);
    const fold = foldOf(frames);
    expect(books.tickers()).toEqual([...fold.keys()]);
    for (const [ticker, theirs] of fold) {
      const ours = plainBook(books, ticker);
      expect(books.get(ticker)?.state).toBe('exact');
      expect(sorted(ours?.yes ?? new Map())).toEqual(sorted(theirs.yes));
      expect(sorted(ours?.no ?? new Map())).toEqual(sorted(theirs.no));
    }
    expect(books.counts).toMatchObject({ negative: 0, crossed: 0, early: 0 });
  });

  test.each(names)('%s: holes at random places are seen at the very next frame', async (name) => {
    const frames = await framesOf(name);
    const rng = createRng(names.indexOf(name) + 1);
    const sequenced = frames.flatMap((frame, index) =>
      frame.sid !== undefined && frame.seq !== undefined && index > frames.length / 10 ? [index] : [],
    );
    for (let hole = 0; hole < 5; hole++) {
      const at = rng.integer(sequenced.length - 1);
      const [missing, next] = [frames[sequenced[at] ?? -1], frames[sequenced[at + 1] ?? -1]];
      // The first frame of a sid has no number before it that could be missed.
      if (missing?.sid === undefined || next?.sid !== missing.sid) continue;
      let seen: boolean | undefined;
      replay(
        frames.filter((frame) => frame !== missing),
        (books, frame, isGap) => {
          if (frame !== next) return;
          const healed = frame.kind === 'snapshot' ? frame.ticker : undefined;
          const isAllStale = books
            .tickers()
            .every((each) => each === healed || books.get(each)?.state === 'stale');
          seen = isGap && isAllStale;
        },
      );
      expect(seen).toBe(true);
    }
  });
});
