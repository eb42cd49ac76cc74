import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPairing, openHome } from '../../../relay/pairing.ts';

describe('codes', () => {
  test('a code is good once, and only a code that was given out is good', () => {
    const pairing = createPairing('the-token', false);
    const [first, second] = [pairing.freshCode(), pairing.freshCode()];
    expect(first).not.toBe(second);
    expect(pairing.redeem('guess')).toBeUndefined();
    expect(pairing.redeem('the-token')).toBeUndefined();
    expect(pairing.redeem(first)).toBe('the-token');
    expect(pairing.redeem(first)).toBeUndefined();
    expect(pairing.redeem(second)).toBe('the-token');
  });

  test('old codes fall away, so that Enter held down gives out no endless keys', () => {
    const pairing = createPairing('the-token', false);
    const codes = Array.from({ length: 40 }, () => pairing.freshCode());
    expect(pairing.redeem(codes[0] ?? '')).toBeUndefined();
    expect(pairing.redeem(codes[39] ?? '')).toBe('the-token');
  });

  test('a fixed token is also a code, as often as you like', () => {
    const pairing = createPairing('fixed-token', true);
    expect(pairing.freshCode()).toBe('fixed-token');
    expect([pairing.redeem('fixed-token'), pairing.redeem('fixed-token')]).toEqual([
      'fixed-token',
      'fixed-token',
    ]);
    expect(pairing.redeem('fixed-toke')).toBeUndefined();
  });
});

describe('home', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowboard-home-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('folder and token are made for their owner alone, and the token survives a restart', () => {
    const home = join(folder, 'a', 'b');
    const token = openHome(home);
    expect(token).toEqual({ ok: true, value: expect.stringMatching(/^[\w-]{43}$/) as unknown });
    expect(openHome(home)).toEqual(token);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'token')).mode & 0o777).toBe(0o600);
  });

  test('a folder that was open is closed', () => {
    const home = join(folder, 'open');
    mkdirSync(home);
    chmodSync(home, 0o755);
    expect(openHome(home).ok).toBe(true);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['can be read by others', 'x'.repeat(43), 0o644],
    ['holds no token', 'short', 0o600],
  ])('a token file that %s stops the start in one line', (sentence, text, mode) => {
    const home = join(folder, sentence.replaceAll(' ', '-'));
    mkdirSync(home);
    writeFileSync(join(home, 'token'), text);
    chmodSync(join(home, 'token'), mode);
    const opened = openHome(home);
    expect(opened.ok ? '' : opened.reason).toContain(sentence);
    expect(readFileSync(join(home, 'token'), 'utf8')).toBe(text);
  });

  test('a home that is a file stops the start in one line', () => {
    const home = join(folder, 'file');
    writeFileSync(home, '');
    const opened = openHome(home);
    expect(opened.ok ? '' : opened.reason).toMatch(/could not be used \(\w+\), expected a folder you own\.$/);
  });
});
