import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import type { Seq, Sid } from '#core/wire/messages.ts';
import { Decoder } from '#core/wire/decode.ts';
import { Subscriptions } from '../../../../workers/market/subscriptions.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade, tradeFrame } from '../../../support/trades.ts';

function setUp() {
  const clock = new ManualClock();
  const sent: { id: number; cmd: string; params: { channels: string[] } }[] = [];
  const heard: string[] = [];
  const subscriptions = new Subscriptions(['trade', 'market_lifecycle_v2'], {
    clock,
    rng: createRng(3),
    send: (command) => sent.push(JSON.parse(command) as (typeof sent)[number]),
    onGap: (channel) => heard.push(`gap ${channel}`),
    onLost: (channel) => heard.push(`lost ${channel}`),
    onLive: (channel) => heard.push(`live ${channel}`),
    reconnect: () => heard.push('reconnect'),
  });
  const decoder = new Decoder();
  const take = (frame: object | string) =>
    subscriptions.take(decoder.decode(typeof frame === 'string' ? frame : JSON.stringify(frame)));
  const idOf = (channel: string) =>
    must(
      sent.findLast((command) => command.params.channels.includes(channel)),
      `a command for ${channel}`,
    ).id;
  const subscribed = (channel: string, sid: number) =>
    take({ id: idOf(channel), type: 'subscribed', msg: { channel, sid } });
  /** Whether it is to be applied. */
  const trade = (seq: number, sid = 11) => take(tradeFrame(aTrade(), sid, seq)) !== 'duplicate';
  return { clock, sent, heard, subscriptions, take, idOf, subscribed, trade };
}

describe('agreeing', () => {
  test('a fresh socket is asked for both channels, each with an id of its own', () => {
    const { subscriptions, sent } = setUp();
    subscriptions.opened();
    expect(sent.map(({ id, params }) => [id, params.channels])).toEqual([
      [1, ['trade']],
      [2, ['market_lifecycle_v2']],
    ]);
  });

  test('both kinds of acknowledgement are taken and the sid adopted', () => {
    const { subscriptions, subscribed, take, idOf, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    take({ id: idOf('market_lifecycle_v2'), type: 'ok', sid: 12, seq: 1 });
    expect(heard).toEqual(['live trade', 'live market_lifecycle_v2']);
    expect(subscriptions.list().map(({ sid }) => sid)).toEqual([11, 12]);
  });

  test('an acknowledgement of another command is not ours', () => {
    const { subscriptions, take, heard } = setUp();
    subscriptions.opened();
    take({ id: 77, type: 'subscribed', msg: { channel: 'trade', sid: 11 } });
    expect(heard).toEqual([]);
  });

  test('a command that is not answered is sent again, and the third silence asks for a fresh socket', () => {
    const { subscriptions, clock, sent, heard, subscribed } = setUp();
    subscriptions.opened();
    subscribed('market_lifecycle_v2', 12);
    clock.advance(5_000);
    clock.advance(5_000);
    expect(sent.filter(({ params }) => params.channels.includes('trade'))).toHaveLength(3);
    expect(heard).not.toContain('reconnect');
    clock.advance(5_000);
    expect(heard.at(-1)).toBe('reconnect');
  });

  test('an answer that comes late counts, and the second question is answered for nothing', () => {
    const { subscriptions, clock, sent, heard, idOf, take } = setUp();
    subscriptions.opened();
    const asked = idOf('trade');
    clock.advance(5_000);
    const again = idOf('trade');
    expect(again).not.toBe(asked);
    take({ id: asked, type: 'subscribed', msg: { channel: 'trade', sid: 11 } });
    expect(heard).toEqual(['live trade']);
    take({ id: again, type: 'error', msg: { code: 6, msg: 'Already subscribed' } });
    clock.advance(60_000);
    expect(sent.filter(({ params }) => params.channels.includes('trade'))).toHaveLength(2);
    expect(subscriptions.problem).toBe('');
  });

  test('a refused command is told, and sent again after a while', () => {
    const { subscriptions, clock, sent, take, idOf, subscribed } = setUp();
    subscriptions.opened();
    take({ id: idOf('trade'), type: 'error', msg: { code: 27, msg: 'Too many requests' } });
    expect(subscriptions.problem).toContain('Too many requests');
    clock.advance(5_000);
    expect(sent.filter(({ params }) => params.channels.includes('trade'))).toHaveLength(2);
    subscribed('trade', 11);
    expect(subscriptions.problem).toBe('');
  });

  test('a closed socket takes its sids and timers with it', () => {
    const { subscriptions, clock, sent, subscribed } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    subscriptions.closed();
    clock.advance(60_000);
    expect(sent).toHaveLength(2);
    expect(subscriptions.list().map(({ sid }) => sid)).toEqual([undefined, undefined]);
  });
});

describe('counting', () => {
  test('the first number of a sid is adopted, whatever it is', () => {
    const { subscriptions, subscribed, trade, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    expect(trade(500)).toBe(true);
    expect(trade(501)).toBe(true);
    expect(heard).toEqual(['live trade']);
  });

  test('a number left out is a gap of its channel, found at the very next frame', () => {
    const { subscriptions, subscribed, trade, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    trade(1);
    expect(trade(3)).toBe(true);
    expect(heard).toEqual(['live trade', 'gap trade']);
    expect(subscriptions.gaps).toBe(1);
  });

  test('a repeated number is dropped and counted', () => {
    const { subscriptions, subscribed, trade } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    trade(1);
    trade(2);
    expect(trade(2)).toBe(false);
    expect(trade(1)).toBe(false);
    expect(subscriptions.duplicates).toBe(2);
  });

  test('a rejected frame uses up its number', () => {
    const { subscriptions, subscribed, take, trade, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    trade(1);
    take({ type: 'trade', sid: 11, seq: 2, msg: { market_ticker: '<b>' } });
    trade(3);
    expect(heard).toEqual(['live trade']);
  });

  test('numbers begin anew on a fresh socket', () => {
    const { subscriptions, subscribed, trade, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    trade(900);
    subscriptions.opened();
    subscribed('trade', 11);
    expect(trade(1)).toBe(true);
    expect(heard.filter((word) => word.startsWith('gap'))).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5])('dropped and repeated frames are counted exactly, seed %i', (seed) => {
    const { subscriptions, subscribed, trade } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    trade(1);
    const rng = createRng(seed);
    let gaps = 0;
    let repeats = 0;
    let isDropping = false;
    for (let seq = 2; seq < 2_000; seq++) {
      if (rng.next() < 0.02) {
        isDropping = true;
        continue;
      }
      if (isDropping) gaps++;
      isDropping = false;
      expect(trade(seq)).toBe(true);
      if (rng.next() < 0.03) {
        repeats++;
        expect(trade(seq)).toBe(false);
      }
    }
    expect(subscriptions.gaps).toBe(gaps);
    expect(subscriptions.duplicates).toBe(repeats);
    expect(gaps).toBeGreaterThan(10);
  });
});

describe('losing', () => {
  test.each([10, 25])('error %i that names neither subscription nor command costs the socket', (code) => {
    const { subscriptions, take, subscribed, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    take({ type: 'error', id: 77, msg: { code, msg: 'of a command of somebody else' } });
    expect(heard).toEqual(['live trade']);
    take({ type: 'error', msg: { code, msg: 'of whom' } });
    expect(heard).toEqual(['live trade', 'reconnect']);
  });

  test.each([10, 25, 17])('error %i ends the subscription and it is asked for again', (code) => {
    const { subscriptions, clock, sent, take, subscribed, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    take({ type: 'error', sid: 11, seq: 5, msg: { code, msg: 'Channel error' } });
    expect(heard).toEqual(['live trade', 'lost trade']);
    clock.advance(1_000);
    expect(sent.filter(({ params }) => params.channels.includes('trade'))).toHaveLength(2);
    subscribed('trade', 13);
    expect(heard.at(-1)).toBe('live trade');
    expect(subscriptions.list()[0]).toEqual({
      channel: 'trade',
      sid: 13 as Sid,
      lastSeq: undefined as Seq | undefined,
    });
  });

  test('an error that ends nothing changes nothing', () => {
    const { subscriptions, take, subscribed, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    take({ type: 'error', sid: 11, msg: { code: 13, msg: 'Unsupported action' } });
    expect(heard).toEqual(['live trade']);
  });
});

test('the end of a subscription is heard whatever number it carries: errors may not count', () => {
  for (const end of [
    { type: 'error', sid: 11, seq: 7, msg: { code: 25, msg: 'overflow' } },
    { type: 'unsubscribed', sid: 11, seq: 5 },
  ]) {
    const { subscriptions, subscribed, trade, take, heard } = setUp();
    subscriptions.opened();
    subscribed('trade', 11);
    for (const seq of [5, 6, 7]) trade(seq);
    expect(take(end)).toBe('pass');
    expect(heard.at(-1)).toBe('lost trade');
    expect(subscriptions.duplicates).toBe(0);
  }
});
