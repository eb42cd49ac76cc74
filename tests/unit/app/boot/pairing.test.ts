import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Shell } from '#contract/database.ts';
import { identify } from '../../../../app/boot/identity.ts';
import { codeIn, takeCode } from '../../../../app/boot/pairing.ts';
import { settingsFrom, DEFAULT_SETTINGS } from '../../../../app/boot/settings.ts';
import { sameOriginScript } from '../../../../app/boot/trusted-types.ts';

function aShell(values: Record<string, unknown> = {}): Shell & { readonly values: Map<string, unknown> } {
  const kept = new Map(Object.entries(values));
  return {
    values: kept,
    get: (name) => Promise.resolve(kept.get(name)),
    set: (name, value) => Promise.resolve(void kept.set(name, value)),
    remove: (name) => Promise.resolve(void kept.delete(name)),
    close: () => undefined,
  };
}

/** A relay that knows one code and one token; `undefined` is one that is not there. */
function relay(options: { exchangeId?: string; mode?: string } | undefined): typeof fetch {
  let isSpent = false;
  return (input, init) => {
    if (options === undefined) return Promise.reject(new TypeError('refused'));
    const path = input instanceof Request ? input.url : String(input);
    if (path === '/health')
      return Promise.resolve(
        Response.json({ mode: options.mode ?? 'sim', exchangeId: options.exchangeId ?? 'sim', version: '1' }),
      );
    if (path === '/pair') {
      const isGood = !isSpent && init?.body === JSON.stringify({ code: 'good' });
      isSpent = isSpent || isGood;
      return Promise.resolve(isGood ? Response.json({ token: 'T' }) : new Response('{}', { status: 401 }));
    }
    const isRight = new Headers(init?.headers).get('authorization') === 'Bearer T';
    return Promise.resolve(
      isRight
        ? Response.json({ windowMinutes: 5, dataRetentionDays: 7 })
        : new Response('{}', { status: 401 }),
    );
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the code in the address', () => {
  test.each([
    ['#pair=abc', 'abc'],
    ['#pair=', undefined],
    ['#other', undefined],
    ['', undefined],
  ])('of %j is %j', (hash, code) => {
    expect(codeIn(hash)).toBe(code);
  });

  test('leaves the address bar at once, and a deep link stays', () => {
    const shown: unknown[] = [];
    const history = { state: null, replaceState: (...args: unknown[]) => shown.push(args[2]) };
    expect(takeCode({ hash: '#pair=abc', pathname: '/', search: '?market=KXA-1' }, history)).toBe('abc');
    expect(shown).toEqual(['/?market=KXA-1']);
    expect(takeCode({ hash: '', pathname: '/', search: '' }, history)).toBeUndefined();
    expect(shown).toHaveLength(1);
  });
});

describe('who is there', () => {
  test('a good code is traded for the token, which is kept', async () => {
    const shell = aShell();
    const identity = await identify(shell, relay({}), 'good');
    expect(identity).toMatchObject({ pairing: 'paired', token: 'T', exchange: { id: 'sim', mode: 'sim' } });
    expect(identity.defaults.windowMinutes).toBe(5);
    expect(shell.values.get('token')).toBe('T');
    expect(shell.values.get('exchange')).toEqual({ id: 'sim', mode: 'sim' });
  });

  test('a relay that takes ten seconds is waited for by whoever has a code: sent in vain, it would be spent', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
      ms < 10_000 ? AbortSignal.abort() : new AbortController().signal,
    );
    const quick = relay({});
    const slow: typeof fetch = (input, init) =>
      init?.signal?.aborted === true ? Promise.reject(new Error('timeout')) : quick(input, init);
    expect(await identify(aShell(), slow, 'good')).toMatchObject({ pairing: 'paired', token: 'T' });
    // Without a code what is stored is shown soon.
    expect((await identify(aShell({ token: 'T' }), slow, undefined)).isRelayReachable).toBe(false);
  });

  test('a spent code says how to get a fresh one', async () => {
    const identity = await identify(aShell(), relay({}), 'bad');
    expect(identity).toMatchObject({ pairing: 'unpaired', token: undefined });
    expect(identity.reason).toMatch(/does not know this pairing code, or it was used before.*Enter/);
    expect(identity.refusal).toBe(identity.reason);
  });

  test('a spent code does not unpair a page that is paired', async () => {
    const identity = await identify(aShell({ token: 'T' }), relay({}), 'bad');
    expect(identity).toMatchObject({ pairing: 'paired', token: 'T', reason: '' });
  });

  test('a token the relay does not know leaves the page unpaired', async () => {
    const identity = await identify(aShell({ token: 'old' }), relay({}), undefined);
    expect(identity).toMatchObject({ pairing: 'unpaired', token: undefined });
    expect(identity.reason).toContain('not paired');
  });

  test('without a relay the last exchange is remembered', async () => {
    const shell = aShell({ token: 'T', exchange: { id: 'demo', mode: 'demo' } });
    const identity = await identify(shell, relay(undefined), undefined);
    expect(identity).toMatchObject({ isRelayReachable: false, exchange: { id: 'demo' }, pairing: 'paired' });
  });

  test.each([{ exchangeId: '../../x' }, { exchangeId: '' }, { mode: 'prod2' }])(
    'a relay that says %j of itself is no relay of ours',
    async (answer) => {
      expect((await identify(aShell(), relay(answer), undefined)).isRelayReachable).toBe(false);
    },
  );
});

describe('settings', () => {
  test('the relay’s defaults hold until the user changes them', () => {
    const defaults = { windowMinutes: 5, dataRetentionDays: 7 };
    expect(settingsFrom(undefined, defaults)).toMatchObject({ windowMinutes: 5, retention: { days: 7 } });
    expect(settingsFrom({ windowMinutes: 30 }, defaults).windowMinutes).toBe(30);
  });

  test.each([
    null,
    7,
    'x',
    [],
    { windowMinutes: -1, retention: 'x', restEnabled: 'no' },
    { retention: { days: NaN } },
  ])('stored nonsense (%j) is left out', (stored) => {
    expect(settingsFrom(stored)).toEqual(DEFAULT_SETTINGS);
  });
});

test('only scripts of the page’s own origin become workers', () => {
  const origin = 'http://127.0.0.1:47831';
  expect(sameOriginScript('/assets/market.js', origin)).toBe(`${origin}/assets/market.js`);
  for (const url of [
    'https://evil.test/x.js',
    'data:text/javascript,1',
    '//evil.test/x.js',
    'http://127.0.0.1:1/x.js',
  ])
    expect(() => sameOriginScript(url, origin)).toThrow(TypeError);
});
