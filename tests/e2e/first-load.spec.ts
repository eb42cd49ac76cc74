/** The built page over the wire: compressed for a browser, and the same bytes to whoever undoes it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, openBoard, test } from './board.ts';

const built = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

test('beside each built file that is as loose as text lie a brotli and a gzip of it, and nothing else', () => {
  const loose = built.filter((file) => /\.(html|js|css|wasm|svg|webmanifest)$/.test(file));
  expect(loose.length).toBeGreaterThan(40);
  for (const file of loose) {
    const plain = readFileSync(file);
    // A hundred bytes may be as short as their compressed form.
    if (plain.length > 500) expect([file, existsSync(`${file}.br`)]).toEqual([file, true]);
    for (const [ending, undo] of [
      ['.br', brotliDecompressSync],
      ['.gz', gunzipSync],
    ] as const)
      if (existsSync(file + ending)) expect(undo(readFileSync(file + ending)).equals(plain)).toBe(true);
  }
  const forms = built.filter((file) => /\.(br|gz)$/.test(file));
  expect(forms.filter((file) => !loose.includes(file.slice(0, -3)))).toEqual([]);
});

test('a browser gets the page compressed, and asks for the typeface once, before the styles that need it', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const files = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => {
      const { name, encodedBodySize, decodedBodySize, initiatorType } = entry as PerformanceResourceTiming;
      return { name, encodedBodySize, decodedBodySize, initiatorType };
    }),
  );
  const entry = files.find(({ name }) => /\/assets\/index-.*\.js$/.test(name));
  expect(entry?.decodedBodySize).toBeGreaterThan(100_000);
  expect(entry?.encodedBodySize).toBeLessThan((entry?.decodedBodySize ?? 0) / 3);
  const fonts = files.filter(({ name }) => name.endsWith('.woff2'));
  expect(fonts.map(({ initiatorType }) => initiatorType)).toEqual(['link']);
});
