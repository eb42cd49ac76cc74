/** WS /feed against a fake exchange: joining, commands, heartbeat, back-pressure and every close code. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeExchange, type FakeExchange } from '../support/fake-exchange.ts';
import { startTestRelay, type TestRelay, type TestRelayOptions } from '../support/relay.ts';

let exchange: FakeExchange;
let relays: TestRelay[];
const start = async (options?: TestRelayOptions): Promise<TestRelay> => {
  const relay = await startTestRelay(exchange, options);
  relays.push(relay);
  return relay;
};

beforeEach(async () => {
  exchange = await startFakeExchange();
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  await exchange.close();
});

describe('down', () => {
  test('frames sent at once arrive joined by U+001E with their bytes untouched', async () => {
    const relay = await start({ limits: { flushAfterMs: 200 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    const frames = ['{"a": 1}', '{"text":"€ ☃ 𝄞"}\n', 'not json', ' {"b":2} '];
    for (const frame of frames) upstream.send(frame);
    await page.until((messages) => messages.join('\u001e').split('\u001e').length >= frames.length);
    expect(page.messages.join('\u001e').split('\u001e')).toEqual(frames);
    expect(page.messages.length).toBeLessThan(frames.length);
    expect(page.socket.protocol).toBe('flowboard.v1');
  });

  test('a full batch leaves without waiting for the clock', async () => {
    const relay = await start({ limits: { flushAfterMs: 3_600_000, flushAtBytes: 100 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    for (let count = 0; count < 4; count += 1) upstream.send('x'.repeat(30));
    await page.until((messages) => messages.length === 1);
    expect(page.messages[0]?.split('\u001e')).toHaveLength(4);
  });

  test('a frame that is no UTF-8 costs itself alone', async () => {
    const relay = await start();
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    upstream.send('before');
    upstream.send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { binary: false });
    upstream.send(Buffer.from('binary'), { binary: true });
    upstream.send('after');
    await page.until((messages) => messages.join('').includes('after'));
    expect(page.messages.join('\u001e').split('\u001e')).toEqual(['before', 'after']);
    expect(await (await relay.fetch('/metrics')).text()).toContain('flowboard_feed_frames_dropped_total 2');
  });

  test('each page has an upstream of its own, signed afresh', async () => {
    const relay = await start();
    const first = exchange.nextSocket();
    relay.openFeed();
    const firstUpstream = await first;
    const second = exchange.nextSocket();
    const page = relay.openFeed();
    const secondUpstream = await second;
    expect(secondUpstream).not.toBe(firstUpstream);
    secondUpstream.send('for the second');
    await page.until((messages) => messages.length === 1);
    const gone = new Promise((resolve) => secondUpstream.on('close', resolve));
    page.socket.close();
    await gone;
    expect(exchange.sockets).toEqual([firstUpstream]);
  });
});

describe('up', () => {
  test('the four commands pass, also those said before the exchange has answered', async () => {
    const relay = await start();
    const arriving = exchange.nextCommand();
    const page = relay.openFeed();
    await page.opened;
    page.socket.send('{"id":1,"cmd":"subscribe","params":{"channels":["trade"]}}');
    expect(await arriving).toBe('{"id":1,"cmd":"subscribe","params":{"channels":["trade"]}}');
    for (const cmd of ['unsubscribe', 'update_subscription', 'list_subscriptions']) {
      const next = exchange.nextCommand();
      page.socket.send(JSON.stringify({ id: 2, cmd }));
      expect(await next).toBe(JSON.stringify({ id: 2, cmd }));
    }
  });

  test.each([
    ['an order', '{"id":7,"cmd":"create_order","params":{}}', '{"id":7,"type":"error","msg":{"code":5'],
    ['no command', '{"id":8}', '{"id":8,"type":"error","msg":{"code":5'],
    ['no JSON', 'hello', '{"type":"error","msg":{"code":1'],
    ['a list', '[{"cmd":"subscribe"}]', '{"type":"error","msg":{"code":1'],
    ['an unknown member', '{"id":9,"cmd":"subscribe","also":"create_order"}', '{"id":9,"type":"error"'],
  ])('%s is refused with an error frame and never reaches the exchange', async (_name, sent, answer) => {
    const relay = await start();
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    await opening;
    page.socket.send(sent);
    await page.until((messages) => messages.length === 1);
    expect(page.messages[0]).toContain(answer);
    const arriving = exchange.nextCommand();
    page.socket.send('{"id":1,"cmd":"list_subscriptions"}');
    await arriving;
    expect(exchange.commands).toEqual(['{"id":1,"cmd":"list_subscriptions"}']);
  });

  test('commands beyond a sane rate are refused', async () => {
    const relay = await start({ limits: { commandBurst: 3, commandsPerSecond: 0 } });
    const page = relay.openFeed();
    await page.opened;
    for (let id = 1; id <= 4; id += 1) page.socket.send(JSON.stringify({ id, cmd: 'list_subscriptions' }));
    await page.until((messages) => messages.length === 1);
    expect(page.messages[0]).toContain('{"id":4,"type":"error","msg":{"code":27');
  });

  test('a command larger than 64 KiB ends the socket', async () => {
    const relay = await start();
    const page = relay.openFeed();
    await page.opened;
    page.socket.send('x'.repeat(64 * 1024 + 1));
    expect((await page.closed).code).toBe(1009);
  });
});

describe('watching', () => {
  test('an exchange that only answers pings is alive, and the page hears a heartbeat', async () => {
    const limits = { pingEveryMs: 40, silentAfterMs: 400, tickMs: 10 };
    const relay = await start({ limits });
    const page = relay.openFeed();
    const since = performance.now();
    await page.until((messages) => messages.length >= 12);
    expect(performance.now() - since).toBeGreaterThan(400);
    expect(new Set(page.messages)).toEqual(new Set(['']));
  });

  test('an exchange that answers nothing is given up with 4408', async () => {
    exchange.ignoresPings = true;
    const relay = await start({ limits: { pingEveryMs: 20, silentAfterMs: 150, tickMs: 10 } });
    const page = relay.openFeed();
    expect((await page.closed).code).toBe(4408);
    expect(page.messages).toEqual([]);
  });

  test('the last heartbeat is the last sign of life: what follows is the whole silence', async () => {
    const relay = await start({ limits: { pingEveryMs: 20, silentAfterMs: 1_000, tickMs: 10 } });
    const page = relay.openFeed();
    let lastBeatAt = 0;
    page.socket.on('message', () => {
      lastBeatAt = performance.now();
    });
    await page.until((messages) => messages.length >= 5);
    exchange.ignoresPings = true;
    expect((await page.closed).code).toBe(4408);
    expect(performance.now() - lastBeatAt).toBeGreaterThan(900);
  });

  test('what the exchange had said goes before the heartbeat: nothing is missing up to there', async () => {
    const relay = await start({ limits: { flushAfterMs: 3_600_000, pingEveryMs: 40, tickMs: 10 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    upstream.send('before');
    await page.until((messages) => messages.includes('') && messages.includes('before'));
    expect(page.messages.slice(page.messages.indexOf('before'))).toContain('');
  });

  test('a busy exchange costs one heartbeat a ping, however much it says', async () => {
    const relay = await start({ limits: { pingEveryMs: 100, tickMs: 10 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    const since = performance.now();
    const talk = setInterval(() => upstream.send('frame'), 2);
    const beats = (messages: readonly string[]) => messages.filter((message) => message === '').length;
    await page.until((messages) => beats(messages) >= 5);
    clearInterval(talk);
    expect(performance.now() - since).toBeGreaterThan(450);
  });

  test('a stall of the relay itself is not taken for silence of the exchange', async () => {
    const limits = { pingEveryMs: 40, silentAfterMs: 400, tickMs: 10 };
    const relay = await start({ limits });
    const page = relay.openFeed();
    await page.until((messages) => messages.length >= 1);
    const end = performance.now() + 600;
    while (performance.now() < end); // nothing in this process can run meanwhile
    await page.until((messages) => messages.length >= 5);
    expect(page.socket.readyState).toBe(page.socket.OPEN);
  });

  test('a page that reads nothing stops the reading of its exchange and is let go with 1013, all bounded', async () => {
    const relay = await start({
      limits: { pauseAboveBytes: 64 * 1024, resumeBelowBytes: 1024, closeAfterSlowMs: 300, tickMs: 10 },
    });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    await page.opened;
    const upstream = await opening;
    page.socket.pause();
    const frame = 'x'.repeat(32 * 1024);
    // Far more than the kernel's buffers hold; what the relay does not read stays here.
    for (let count = 0; count < 1_500; count += 1) upstream.send(frame);
    const stalled = new Promise((resolve) => upstream.on('close', resolve));
    await stalled;
    const metrics = await (await relay.fetch('/metrics')).text();
    expect(metrics).toContain('flowboard_feed_pauses_total 1');
    expect(metrics).toContain('flowboard_feed_closed_total{code="1013"} 1');
    const down = Number(/flowboard_feed_bytes_down_total (\d+)/.exec(metrics)?.[1]);
    expect(down).toBeLessThan(24 * 1024 * 1024);
    page.socket.resume();
    expect((await page.closed).code).toBe(1013);
  });

  test('a slow page that catches up loses nothing', async () => {
    const relay = await start({ limits: { pauseAboveBytes: 64 * 1024, resumeBelowBytes: 1024, tickMs: 10 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    await page.opened;
    const upstream = await opening;
    page.socket.pause();
    const frames = Array.from({ length: 1_000 }, (_, at) => `${at}:${'x'.repeat(32 * 1024)}`);
    for (const frame of frames) upstream.send(frame);
    await untilMetric(relay, 'flowboard_feed_pauses_total', (value) => value >= 1);
    page.socket.resume();
    await page.until((messages) => messages.at(-1)?.includes('999:') === true);
    const numbers = page.messages.flatMap((message) =>
      message.split('\u001e').map((frame) => frame.split(':')[0]),
    );
    expect(numbers.filter((number) => number !== '')).toEqual(frames.map((_, at) => String(at)));
  });

  test('more than the limit waiting ends the page at once with 1013', async () => {
    const relay = await start({ limits: { closeAboveBytes: 1024 * 1024 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    await page.opened;
    const upstream = await opening;
    page.socket.pause();
    for (let count = 0; count < 12; count += 1) upstream.send('x'.repeat(4 * 1024 * 1024));
    await new Promise((resolve) => upstream.on('close', resolve));
    page.socket.resume();
    expect((await page.closed).code).toBe(1013);
  });
});

describe('endings', () => {
  test.each([
    [401, 4401],
    [403, 4401],
    [429, 4429],
    [503, 4429],
    [500, 4409],
    [302, 4409],
  ])('an upgrade answered %i closes the page with %i', async (status, code) => {
    exchange.upgradeReply = {
      status,
      body: '{"error":{"code":"some_code","details":"SOME_DETAIL"}}',
      headers: { location: 'http://127.0.0.1:1/', 'retry-after': '3' },
    };
    const relay = await start();
    const closed = await relay.openFeed().closed;
    expect(closed.code).toBe(code);
    expect(closed.reason).toBe(`HTTP ${status} retry-after 3 some_code SOME_DETAIL`);
  });

  test('a signature the exchange does not accept closes with 4401 and its words', async () => {
    const other = await startFakeExchange();
    const relay = await start({ config: { exchange: other } });
    const closed = await relay.openFeed().closed;
    expect(closed).toEqual({
      code: 4401,
      reason: 'HTTP 401 authentication_error INCORRECT_API_KEY_SIGNATURE',
    });
    await other.close();
  });

  test('the exchange closing gives 4409 with its code and reason, after what was in hand', async () => {
    const relay = await start({ limits: { flushAfterMs: 3_600_000 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    const upstream = await opening;
    upstream.send('last words');
    upstream.close(1012, `restart ${'é'.repeat(57)}`);
    const closed = await page.closed;
    expect(closed.code).toBe(4409);
    expect(closed.reason).toMatch(/^1012 restart é+$/);
    expect(page.messages).toEqual(['last words']);
  });

  test('an exchange that vanishes gives 4409', async () => {
    const relay = await start();
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    (await opening).terminate();
    expect((await page.closed).code).toBe(4409);
  });

  test('nobody listening at the exchange gives 4409 and says unreachable', async () => {
    const relay = await start({
      config: { exchange: { wsUrl: 'ws://127.0.0.1:1/trade-api/ws/v2', restUrl: 'http://127.0.0.1:1' } },
    });
    expect(await relay.openFeed().closed).toEqual({ code: 4409, reason: 'unreachable: ECONNREFUSED' });
  });

  test('a relay that stops says 1001 after what was in hand', async () => {
    const relay = await startTestRelay(exchange, { limits: { flushAfterMs: 3_600_000 } });
    const opening = exchange.nextSocket();
    const page = relay.openFeed();
    (await opening).send('last words');
    await untilMetric(relay, 'flowboard_feed_frames_down_total', (value) => value === 1);
    await relay.close();
    expect((await page.closed).code).toBe(1001);
    expect(page.messages).toEqual(['last words']);
  });

  test('a page that leaves while the exchange is still being reached leaves nothing behind', async () => {
    exchange.isDeaf = true;
    const relay = await start();
    const page = relay.openFeed();
    await page.opened;
    page.socket.close();
    await page.closed;
    await untilMetric(relay, 'flowboard_feed_clients', (value) => value === 0);
  });
});

async function untilMetric(
  relay: TestRelay,
  name: string,
  isDone: (value: number) => boolean,
): Promise<void> {
  for (;;) {
    const text = await (await relay.fetch('/metrics')).text();
    if (isDone(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]))) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
