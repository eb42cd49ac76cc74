import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatPrice, type Price } from '#core/units/price.ts';
import { formatQuantity, type Quantity } from '#core/units/quantity.ts';
import { Decoder } from '#core/wire/decode.ts';
import type { Decoded, Seq, Sid } from '#core/wire/messages.ts';
import { restErrorReason } from '#core/wire/rest-body.ts';
import {
  decodeEvent,
  decodeEventsPage,
  decodeExchangeStatus,
  decodeMarket,
  decodeMarketsPage,
  decodeSeries,
  decodeTradesPage,
} from '#core/wire/rest.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import { FRAME_SEPARATOR, splitFrames } from '#core/wire/split.ts';
import { anyText } from '../support/any-text.ts';

// Hundreds of runs take long on a machine that is busy with other things; that is no failure.
vi.setConfig({ testTimeout: 60_000 });

const DIRECTORY = path.resolve(import.meta.dirname, '../fixtures/frames');

const GOLDEN: readonly string[] = readdirSync(DIRECTORY).flatMap((file) => {
  const goldens = JSON.parse(readFileSync(path.join(DIRECTORY, file), 'utf8')) as readonly {
    frame: object;
  }[];
  return goldens.map(({ frame }) => JSON.stringify(frame));
});

/** Every decoder of REST, for hostile bodies. */
const REST_DECODERS = [
  decodeMarketsPage,
  decodeEventsPage,
  decodeTradesPage,
  decodeMarket,
  decodeEvent,
  decodeSeries,
  decodeExchangeStatus,
];

/** Fails where a value that came out of the decoder breaks what its type promises. */
function expectLawful(decoded: Decoded): void {
  for (const counter of [decoded.sid, decoded.seq]) {
    expect(counter === undefined || (Number.isSafeInteger(counter) && counter >= 0)).toBe(true);
  }
  if (decoded.kind === 'trade') {
    const { yesPrice, quantity, venueAt, ticker } = decoded.trade;
    expect(Number.isInteger(yesPrice) && yesPrice > 0 && yesPrice < 10_000).toBe(true);
    expect(Number.isInteger(quantity) && quantity > 0 && quantity <= 1e12).toBe(true);
    expect(Number.isInteger(venueAt) && venueAt > 0).toBe(true);
    expect(ticker).toMatch(/^[A-Za-z0-9][\w.-]{0,127}$/);
  }
  if (decoded.kind === 'snapshot') {
    for (const side of [decoded.yes, decoded.no]) {
      for (const [index, [price, quantity]] of side.entries()) {
        expect(price).toBeGreaterThan(side[index - 1]?.[0] ?? -1);
        expect(Number.isInteger(quantity) && quantity > 0).toBe(true);
      }
    }
  }
  if (decoded.kind === 'delta') {
    expect(Number.isInteger(decoded.price) && decoded.price >= 0 && decoded.price <= 10_000).toBe(true);
    expect(Number.isInteger(decoded.change)).toBe(true);
  }
}

describe('the decoder', () => {
  test('never throws, whatever the text', () => {
    const decoder = new Decoder();
    fc.assert(
      fc.property(anyText, (text) => {
        expectLawful(decoder.decode(text));
      }),
    );
  });

  test('never throws, whatever the JSON', () => {
    const decoder = new Decoder();
    const types = fc.constantFrom(
      'trade',
      'ticker',
      'orderbook_delta',
      'orderbook_snapshot',
      'ok',
      'error',
      'subscribed',
    );
    const frames = fc.record({
      type: fc.oneof(types, fc.jsonValue()),
      sid: fc.jsonValue(),
      seq: fc.jsonValue(),
      msg: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(frames, fc.jsonValue()), (value) => {
        expectLawful(decoder.decode(JSON.stringify(value)));
      }),
    );
  });

  test('never throws when any field of a good frame becomes anything else', () => {
    const decoder = new Decoder();
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        null,
        '',
        '0',
        '-1',
        '1e400',
        'NaN',
        '0.00001',
        1e300,
        -0,
        [],
        {},
        [[]],
        '__proto__',
        '\ud800',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...GOLDEN), fc.nat(30), anything, (text, position, value) => {
        const frame = JSON.parse(text) as { msg?: object };
        const message = Object.entries(frame.msg ?? {});
        const index = position % (message.length + 1);
        const changed = message.map(([key, old], at): [string, unknown] => [key, at === index ? value : old]);
        expectLawful(decoder.decode(JSON.stringify({ ...frame, msg: Object.fromEntries(changed) })));
      }),
      { numRuns: 500 },
    );
  });

  test('never throws when the bytes of a good frame are cut, changed or doubled', () => {
    const decoder = new Decoder();
    const edits = fc.array(
      fc.tuple(fc.constantFrom('set', 'insert', 'remove', 'cut', 'double'), fc.nat(2_000), fc.nat(255)),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(...GOLDEN), edits, (text, changes) => {
        let bytes = [...new TextEncoder().encode(text)];
        for (const [edit, where, byte] of changes) {
          const at = where % (bytes.length + 1);
          if (edit === 'set') bytes[at] = byte;
          else if (edit === 'insert') bytes.splice(at, 0, byte);
          else if (edit === 'remove') bytes.splice(at, 1);
          else if (edit === 'cut') bytes = bytes.slice(0, at);
          else bytes = [...bytes, ...bytes.slice(at)];
        }
        const before = decoder.rejected;
        const decoded = decoder.decode(new TextDecoder().decode(new Uint8Array(bytes)));
        expectLawful(decoded);
        expect(decoder.rejected - before).toBe(decoded.kind === 'rejected' ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('reads a trade from any mixture of the generations of its fields', () => {
    const decoder = new Decoder();
    const choice = fc.nat(1_000);
    const trades = fc.record({
      cents: fc.integer({ min: 1, max: 99 }),
      contracts: fc.integer({ min: 1, max: 1_000_000 }),
      isYes: fc.boolean(),
      second: fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
      choices: fc.tuple(choice, choice, choice, choice, choice),
    });
    fc.assert(
      fc.property(trades, ({ cents, contracts, isYes, second, choices }) => {
        const yes = formatPrice((cents * 100) as Price);
        const no = formatPrice((10_000 - cents * 100) as Price);
        const side = isYes ? 'yes' : 'no';
        const iso = new Date(second * 1_000).toISOString();
        const options: readonly (readonly object[])[] = [
          [
            { yes_price_dollars: yes },
            { no_price_dollars: no },
            { yes_price_dollars: yes, no_price_dollars: no },
            { yes_price: cents },
            { no_price: 100 - cents, yes_price: cents },
            { no_price_dollars: no.slice(0, -1), yes_price: cents },
            { yes_price_dollars: Number(yes) },
          ],
          [
            { count_fp: formatQuantity((contracts * 100) as Quantity) },
            { count: contracts },
            { count: String(contracts) },
            { count_fp: contracts },
          ],
          [
            { taker_outcome_side: side },
            { taker_book_side: isYes ? 'bid' : 'ask' },
            { taker_side: side },
            { taker_side: side, taker_book_side: isYes ? 'bid' : 'ask', taker_outcome_side: side },
          ],
          [
            { ts_ms: second * 1_000 },
            { ts: second },
            { ts: iso },
            { ts_ms: second * 1_000, ts: second },
            { created_time: iso },
          ],
          [{ market_ticker: 'A-1' }, { ticker: 'A-1' }],
        ];
        const parts = options.map((fields, index) => fields[(choices[index] ?? 0) % fields.length]);
        const msg: unknown = Object.assign({}, ...parts);
        expect(decoder.decode(JSON.stringify({ type: 'trade', sid: 1, msg }))).toEqual({
          kind: 'trade',
          sid: 1,
          trade: {
            ticker: 'A-1',
            yesPrice: cents * 100,
            quantity: contracts * 100,
            taker: side,
            isBlock: false,
            venueAt: second * 1_000,
          },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('reads every book level back as it was written', () => {
    const levels = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 1e9 })),
      {
        selector: ([price]) => price,
      },
    );
    fc.assert(
      fc.property(levels, levels, (yes, no) => {
        const write = (side: readonly (readonly [number, number])[]) =>
          side.map(([price, quantity]) => [
            formatPrice(price as Price),
            formatQuantity(quantity as Quantity),
          ]);
        const msg = { market_ticker: 'A-1', yes_dollars_fp: write(yes), no_dollars_fp: write(no) };
        const sort = (side: [number, number][]) => side.sort(([a], [b]) => a - b);
        expect(new Decoder().decode(JSON.stringify({ type: 'orderbook_snapshot', msg }))).toEqual({
          kind: 'snapshot',
          noScale: 'no',
          ticker: 'A-1',
          yes: sort(yes),
          no: sort(no),
        });
      }),
    );
  });
});

test('the decoders of REST never throw, whatever the body', () => {
  const row = fc.dictionary(
    fc.constantFrom(
      'ticker',
      'event_ticker',
      'title',
      'open_time',
      'price_ranges',
      'markets',
      'count_fp',
      'created_time',
      '__proto__',
    ),
    fc.jsonValue(),
  );
  const bodies = fc.oneof(
    anyText,
    fc.json(),
    fc
      .record({
        markets: fc.oneof(fc.array(row), fc.jsonValue()),
        market: row,
        events: fc.oneof(fc.array(row), fc.jsonValue()),
        event: row,
        series: row,
        trades: fc.array(row),
        error: fc.jsonValue(),
        cursor: fc.jsonValue(),
      })
      .map((body) => JSON.stringify(body)),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      for (const decode of REST_DECODERS) expect(typeof decode(body).ok).toBe('boolean');
      expect(restErrorReason(400, body)).toContain('HTTP 400');
    }),
    { numRuns: 150 },
  );
});

test('joined frames come apart as they were, empty ones left out', () => {
  const frames = fc.array(anyText.map((text) => text.replaceAll(FRAME_SEPARATOR, '')));
  fc.assert(
    fc.property(frames, (parts) => {
      expect(splitFrames(parts.join(FRAME_SEPARATOR))).toEqual(parts.filter((part) => part !== ''));
    }),
  );
});

test('the sequencer agrees with a list of all it has seen', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (observed) => {
      const sequencer = new Sequencer();
      const seen = new Map<number, { numbers: number[]; verdicts: string[] }>();
      for (const [sid, seq] of observed) {
        const before = seen.get(sid) ?? { numbers: [], verdicts: [] };
        const highest = Math.max(...before.numbers);
        // Three in a row that were passed already and count up: the count began anew.
        const isAnew =
          before.verdicts.slice(-2).join(' ') === 'duplicate duplicate' &&
          before.numbers.at(-1) === seq - 1 &&
          before.numbers.at(-2) === seq - 2;
        const isFirst = before.numbers.length === 0;
        const expected =
          isFirst || seq === highest + 1 ? 'pass' : seq > highest || isAnew ? 'gap' : 'duplicate';
        expect(sequencer.observe(sid as Sid, seq as Seq)).toBe(expected);
        if (expected === 'gap') seen.delete(sid);
        const { numbers, verdicts } = seen.get(sid) ?? { numbers: [], verdicts: [] };
        seen.set(sid, { numbers: [...numbers, seq], verdicts: [...verdicts, expected] });
      }
    }),
    { numRuns: 2_000 },
  );
});
