import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { CLOSE_CODES } from '../../../../workers/market/close-codes.ts';
import { Feed } from '../../../../workers/market/feed.ts';
import { fakeSockets } from '../../../support/fake-socket.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

/** Draws the longest delay each time, so that bounds can be seen. */
const longest: Rng = { ...createRng(1), next: () => 1 - 2 ** -32 };

function setUp(rng: Rng = longest) {
  const clock = new ManualClock();
  const { open, connections } = fakeSockets();
  const heard: string[] = [];
  const frames: string[] = [];
  const beats: number[] = [];
  const feed = new Feed({
    url: 'ws://127.0.0.1:1/feed',
    token: 'abc',
    clock,
    rng,
    openSocket: open,
    listener: {
      onOpen: () => heard.push('open'),
      onFrames: (some) => frames.push(...some),
      onHeartbeat: () => beats.push(clock.now()),
      onDown: () => heard.push('down'),
    },
  });
  const last = () => must(connections.at(-1), 'a connection');
  const opened = () => {
    last().handlers.onOpen();
    last().handlers.onText('');
  };
  return { clock, connections, heard, frames, beats, feed, last, opened };
}

describe('connecting', () => {
  test('the token travels as a subprotocol beside the version', () => {
    const { feed, last } = setUp();
    feed.start();
    expect(last().protocols).toEqual(['flowboard.v1', 'token.abc']);
  });

  test('an open socket is not live before the relay has said something', () => {
    const { feed, last } = setUp();
    feed.start();
    last().handlers.onOpen();
    expect(feed.status.state).toBe('connecting');
    last().handlers.onText('');
    expect(feed.status).toMatchObject({ state: 'open', attempts: 0, reason: '' });
  });

  test('a message is split into its frames and an empty one is only a sign of life', () => {
    const { feed, last, opened, frames } = setUp();
    feed.start();
    opened();
    last().handlers.onText('{"a":1}\u001e{"b":2}');
    last().handlers.onText('');
    expect(frames).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('a command is sent only while the socket is open', () => {
    const { feed, last, opened } = setUp();
    feed.start();
    feed.send('too early');
    opened();
    feed.send('now');
    expect(last().sent).toEqual(['now']);
  });
});

describe('liveness', () => {
  test('a feed is stale after seven seconds of silence and live again with any message', () => {
    const { feed, clock, last, opened } = setUp();
    feed.start();
    opened();
    clock.advance(7_000);
    expect(feed.status.state).toBe('open');
    clock.advance(1_000);
    expect(feed.status.state).toBe('stale');
    last().handlers.onText('');
    expect(feed.status.state).toBe('open');
  });

  test('a heartbeat is told as one, and is no frame', () => {
    const { feed, opened, last, beats, frames } = setUp();
    feed.start();
    opened();
    last().handlers.onText('{"type":"x"}');
    last().handlers.onText('');
    expect([beats.length, frames.length]).toEqual([2, 1]);
  });

  test('ten seconds of silence end the socket and a new one is opened', () => {
    const { feed, clock, connections, opened, heard } = setUp();
    feed.start();
    opened();
    clock.advance(10_000);
    expect(feed.status.state).toBe('reconnecting');
    expect(connections[0]?.isClosedByPage).toBe(true);
    expect(heard).toEqual(['open', 'down']);
    clock.advance(500);
    expect(connections).toHaveLength(2);
  });

  test('a heartbeat every five seconds keeps a silent exchange connected', () => {
    const { feed, clock, connections, last, opened } = setUp();
    feed.start();
    opened();
    for (let beat = 0; beat < 100; beat++) {
      clock.advance(5_000);
      last().handlers.onText('');
    }
    expect(connections).toHaveLength(1);
  });

  test('a socket that opens but never says anything is given up after ten seconds', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    last().handlers.onOpen();
    clock.advance(11_000);
    expect(connections).toHaveLength(2);
  });

  test('after sleep a socket that shows no life within three seconds is replaced', () => {
    const { feed, clock, connections, opened } = setUp();
    feed.start();
    opened();
    clock.advance(2_000);
    clock.sleep(60_000);
    clock.advance(1_000);
    expect(feed.status.state).not.toBe('reconnecting');
    clock.advance(4_000);
    expect(connections).toHaveLength(2);
  });

  test('after sleep a socket that shows life is kept', () => {
    const { feed, clock, connections, last, opened } = setUp();
    feed.start();
    opened();
    clock.advance(2_000);
    clock.sleep(60_000);
    clock.advance(1_000);
    last().handlers.onText('');
    clock.advance(5_000);
    expect(connections).toHaveLength(1);
  });

  test('waking from sleep tries at once instead of waiting for the delay', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    for (let i = 0; i < 8; i++) {
      last().handlers.onClose(1006, '');
      if (i < 7) clock.advance(10_000);
    }
    const before = connections.length;
    clock.sleep(30_000);
    clock.advance(1_000);
    expect(connections.length).toBe(before + 1);
  });
});

describe('trying again', () => {
  test('delays double from a quarter of a second and never exceed ten seconds', () => {
    const { feed, clock, last } = setUp();
    feed.start();
    const delays: number[] = [];
    for (let i = 0; i < 9; i++) {
      last().handlers.onOpen();
      last().handlers.onClose(1006, '');
      delays.push(must(feed.status.nextTryAt, 'a next try') - clock.now());
      clock.advance(10_000);
    }
    expect(delays).toEqual([249, 499, 999, 1_999, 3_999, 7_999, 9_999, 9_999, 9_999]);
  });

  test('tries go on for ever', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    for (let i = 0; i < 500; i++) {
      last().handlers.onClose(1006, '');
      clock.advance(10_000);
    }
    expect(connections).toHaveLength(501);
  });

  test('a connection that held five seconds begins again at the shortest delay', () => {
    const { feed, clock, last, opened } = setUp();
    feed.start();
    for (let i = 0; i < 6; i++) {
      last().handlers.onClose(1006, '');
      clock.advance(10_000);
    }
    opened();
    clock.advance(5_000);
    last().handlers.onText('');
    last().handlers.onClose(1006, '');
    expect(must(feed.status.nextTryAt, 'a next try') - clock.now()).toBe(249);
  });

  test('a connection that breaks at once does not shorten the delay', () => {
    const { feed, clock, last, opened } = setUp();
    feed.start();
    for (let i = 0; i < 6; i++) {
      last().handlers.onClose(1006, '');
      clock.advance(10_000);
    }
    opened();
    last().handlers.onClose(CLOSE_CODES.exchangeClosed, '');
    expect(must(feed.status.nextTryAt, 'a next try') - clock.now()).toBeGreaterThan(5_000);
  });

  test('three tries that never open are said as offline, and the fourth is made', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    const states: string[] = [];
    for (let i = 0; i < 3; i++) {
      last().handlers.onClose(1006, '');
      states.push(feed.status.state);
      clock.advance(10_000);
    }
    expect(states).toEqual(['reconnecting', 'reconnecting', 'offline']);
    expect(feed.status.state).toBe('offline');
    expect(connections).toHaveLength(4);
  });

  test('retrying by hand starts at once and from the shortest delay', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    for (let i = 0; i < 8; i++) {
      last().handlers.onClose(1006, '');
      clock.advance(10_000);
    }
    last().handlers.onClose(1006, '');
    const before = connections.length;
    feed.retryNow();
    expect(connections.length).toBe(before + 1);
    last().handlers.onClose(1006, '');
    expect(must(feed.status.nextTryAt, 'a next try') - clock.now()).toBe(249);
  });

  test('retrying by hand leaves a good connection alone', () => {
    const { feed, connections, opened } = setUp();
    feed.start();
    opened();
    feed.retryNow();
    expect(connections).toHaveLength(1);
  });
});

describe('close codes', () => {
  test('a refused key stops the tries until the user asks', () => {
    const { feed, clock, connections, last, opened } = setUp();
    feed.start();
    last().handlers.onOpen();
    last().handlers.onClose(CLOSE_CODES.keyRefused, 'HTTP 401');
    clock.advance(600_000);
    expect(connections).toHaveLength(1);
    expect(feed.status.state).toBe('refused');
    expect(feed.status.reason).toContain('KALSHI_API_KEY');
    feed.retryNow();
    expect(connections).toHaveLength(2);
    opened();
    expect(feed.status.state).toBe('open');
  });

  test('a relay that is there again makes a waiting try at once, and does not undo a refused key', () => {
    const { feed, connections, last } = setUp();
    feed.start();
    last().handlers.onClose(1006, '');
    feed.hurry();
    expect(connections).toHaveLength(2);
    last().handlers.onOpen();
    last().handlers.onClose(CLOSE_CODES.keyRefused, '');
    feed.hurry();
    expect(connections).toHaveLength(2);
    expect(feed.status.state).toBe('refused');
  });

  test('sleep does not undo a refused key', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    last().handlers.onOpen();
    last().handlers.onClose(CLOSE_CODES.keyRefused, '');
    clock.sleep(3_600_000);
    clock.advance(5_000);
    expect(connections).toHaveLength(1);
  });

  test('another exchange behind the relay stops the tries', () => {
    const { feed, clock, connections, last } = setUp();
    feed.start();
    last().handlers.onClose(CLOSE_CODES.otherExchange, 'demo');
    clock.advance(600_000);
    expect(connections).toHaveLength(1);
    expect(feed.status.state).toBe('refused');
  });

  test.each([
    [CLOSE_CODES.relayStopping, 'relay was stopped'],
    [CLOSE_CODES.pageTooSlow, 'too slow'],
    [CLOSE_CODES.exchangeSilent, 'said nothing'],
    [CLOSE_CODES.exchangeClosed, 'closed the connection'],
    [CLOSE_CODES.exchangeBusy, 'slow down'],
    [1006, 'was lost'],
  ])('code %i is told in words and tried again', (code, words) => {
    const { feed, clock, connections, last, opened } = setUp();
    feed.start();
    opened();
    last().handlers.onClose(code, '');
    expect(feed.status.state).toBe('reconnecting');
    expect(feed.status.reason).toContain(words);
    clock.advance(10_000);
    expect(connections).toHaveLength(2);
  });

  test('an exchange that asks for patience is given up to two seconds at the first try', () => {
    const { feed, clock, last } = setUp();
    feed.start();
    last().handlers.onOpen();
    last().handlers.onClose(CLOSE_CODES.exchangeBusy, 'HTTP 429');
    expect(must(feed.status.nextTryAt, 'a next try') - clock.now()).toBe(1_999);
  });

  test.each([
    ['HTTP 429 retry-after 7 too many requests', 7_000],
    ['HTTP 503 retry-after 86400', 60_000],
    ['HTTP 429 retry-after Wed, 21 Oct 2026 07:28:00 GMT', 1_999],
  ])('an exchange that says %j is left alone for so long, at most a minute', (reason, ms) => {
    const { feed, clock, last } = setUp();
    feed.start();
    last().handlers.onClose(CLOSE_CODES.exchangeBusy, reason);
    expect(must(feed.status.nextTryAt, 'a next try') - clock.now()).toBe(ms);
  });
});

test('a stopped feed leaves no timer and no socket behind', () => {
  const { feed, clock, connections, opened } = setUp();
  feed.start();
  opened();
  feed.stop();
  expect(clock.pending).toBe(0);
  expect(connections[0]?.isClosedByPage).toBe(true);
});
