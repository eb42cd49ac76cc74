/**
 * The checker: random faults from a seed over virtual time, then a calm, then the books are balanced. Whatever happened,
 * nothing acknowledged is lost, nothing is stored twice or made up, every hole is a recorded gap, every book is the exchange's
 * own, and so is every recorded one wherever the recording claims to know it. A failing seed is named by the test and can be
 * run alone; FLOWBOARD_CHECKER_SEEDS asks for a long run.
 */
import { VirtualWorld } from '../support/virtual-world.ts';
import { expect, test } from 'vitest';
import { ladder } from '#core/market/book/ladder.ts';
import type { Book } from '#core/market/book/book.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Snapshot } from '#core/wire/book.ts';

const SEEDS = Number(process.env['FLOWBOARD_CHECKER_SEEDS'] ?? 6);
/** Virtual time with faults; long enough for reconnects (10 s until a dead line is noticed). */
const TROUBLE_MS = 40_000;
/** Virtual time without: back-offs of 10 s, the repair of trades, two rounds of the book audit. */
const CALM_MS = 45_000;

const TROUBLES = [
  ...(['drop', 'drop', 'drop', 'repeat', 'swap', 'swap', 'lost-last'] as const),
  ...(['cut', 'silence', 'deaf', 'mute', 'error10', 'error25', 'garble', 'away', 'busy'] as const),
  ...(['stall', 'regrid', 'reload', 'crash'] as const),
];

async function trouble(world: VirtualWorld): Promise<void> {
  const what = world.rng.choice(TROUBLES);
  switch (what) {
    case 'drop':
    case 'repeat':
    case 'swap':
      world.disturb(what);
      return;
    case 'cut':
      world.cut();
      return;
    case 'silence':
      world.silence('both');
      return;
    case 'deaf':
    case 'mute':
      world.silence(what);
      return;
    case 'lost-last':
      await world.loseLast({ isHeard: world.rng.integer(2) === 0, isNumbered: true });
      return;
    case 'stall':
      await world.stall(2_100 + world.rng.integer(7_000));
      return;
    case 'regrid':
      for (const ticker of recordedIn(world))
        world.regrid(ticker, world.rng.choice(['0.0001', '0.0010', '0.0100']));
      return;
    case 'busy':
      world.isBusy = true;
      await world.run(1_000 + world.rng.integer(6_000));
      world.isBusy = false;
      return;
    case 'error10':
      world.breakOff(10);
      return;
    case 'error25':
      world.breakOff(25);
      return;
    case 'garble':
      world.garble();
      return;
    case 'away':
      world.isAway = true;
      await world.run(1_000 + world.rng.integer(6_000));
      world.isAway = false;
      return;
    case 'reload':
      await world.close();
      await world.run(world.rng.integer(3_000));
      await world.open();
      return;
    case 'crash':
      world.crash();
      await world.run(500 + world.rng.integer(3_000));
      await world.open();
  }
}

function isEqual(book: Book | undefined, { yes, no }: Snapshot): boolean {
  if (book?.state !== 'exact') return false;
  const levels = (outcome: 'yes' | 'no') => {
    const { price, quantity } = ladder(book, outcome).bids;
    return Array.from(price, (each, i) => [each, quantity[i]]).reverse();
  };
  return JSON.stringify([levels('yes'), levels('no')]) === JSON.stringify([yes, no]);
}

function recordedIn(world: VirtualWorld): readonly Ticker[] {
  return world.session.recordedBooks().map(({ ticker }) => ticker as Ticker);
}

/** There are recorded books, and each is the exchange's own. */
function expectSameBooks(world: VirtualWorld): void {
  const books = world.books(recordedIn(world));
  expect(books.length).toBeGreaterThan(0);
  for (const own of books)
    expect(isEqual(world.session.book(own.ticker), own), `book of ${own.ticker}`).toBe(true);
}

async function life(seed: number): Promise<void> {
  const world = new VirtualWorld(seed, `checker-${seed}`);
  await world.open();
  await world.run(12_000, 100);
  await world.loseLast({ isHeard: seed % 2 === 0, isNumbered: true });
  expectSameBooks(world);
  for (let at = 0; at < TROUBLE_MS;) {
    await trouble(world);
    const pause = 200 + world.rng.integer(5_000);
    await world.run(pause);
    at += pause;
  }
  await world.run(CALM_MS, 200);

  const tickers = recordedIn(world);
  for (const [step, isFine] of [
    ['0.0100', false],
    ['0.0001', true],
  ] as const) {
    for (const ticker of tickers) world.regrid(ticker, step);
    await world.run(200);
    // One that has ended meanwhile has given its place up.
    const left = new Set(recordedIn(world));
    for (const ticker of tickers.filter((each) => left.has(each)))
      expect(world.session.book(ticker)?.grid.isOn(4_321 as Price), `grid of ${ticker}`).toBe(isFine);
  }
  expectSameBooks(world);

  await world.close();
  const { produced, acknowledged, stored, gaps } = await world.verdict();
  const found = new Set(stored);
  expect(stored.length, 'nothing is stored twice').toBe(found.size);
  expect(
    [...acknowledged].filter((id) => !found.has(id)),
    'nothing acknowledged is lost',
  ).toEqual([]);
  expect(
    stored.filter((id) => !produced.has(id)),
    'nothing is made up',
  ).toEqual([]);
  // The last moments before the page was closed had no time to be heard.
  const end = world.clock.now() - 4_000;
  const missing = [...produced].filter(
    ([id, at]) =>
      at >= world.began && at < end && !found.has(id) && !gaps.some(({ from, to }) => at >= from && at <= to),
  );
  expect(missing, 'every hole is a recorded gap').toEqual([]);

  const { complaints, known } = await world.bookBalance();
  expect(complaints.slice(0, 20), 'what is recorded of books is what the exchange did').toEqual([]);
  // Most of the time four books are known.
  expect(known).toBeGreaterThan(1_000);
}

/** A last change is lost on a line that goes away before REST is asked: that it is known since then may not be claimed. */
const LOST_AND_GONE = 1_094;

test.each([...new Set([...Array.from({ length: SEEDS }, (_, index) => 1_000 + index), LOST_AND_GONE])])(
  'after any troubles (seed %i) disk and books are right',
  { timeout: 120_000 },
  async (seed) => {
    await life(seed);
  },
);

test('a last change that the exchange itself has lost, which no number tells, is found by REST', async () => {
  let found = 0;
  for (let seed = 1_000; seed < 1_004; seed++) {
    const world = new VirtualWorld(seed, `audit-${seed}`);
    await world.open();
    await world.run(12_000, 100);
    await world.loseLast({ isHeard: seed % 2 === 0, isNumbered: false });
    expectSameBooks(world);
    found += world.session.diagnostics().books['auditedWrong'] ?? 0;
    await world.close();
  }
  expect(found).toBeGreaterThan(0);
});
