/**
 * Words that want to be more than words. Every name, title and category that the exchange's REST gives is an attempt at markup or
 * code, and so is what a person may type or bring in: all of it stays text, on every view, and nothing is run, loaded or asked for.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { inTemporaryFolder, startScript } from '../support/processes.ts';
import { expect, goTo, livelyMarket, openBoard, startBoard, stats, test } from './board.ts';
import { exchangeBehind } from './exchange-lines.ts';

test.describe.configure({ timeout: 180_000 });

const RUN = 'window.pwned=1;fetch(`/pwned`)';
const ATTEMPTS = [
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<script>${RUN}</script>`,
  `<script src="/pwned.js"></script>`,
  `<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="/pwned.swf">`,
  `<base href="https://pwned.invalid/">`,
  `<meta http-equiv="refresh" content="0;url=/pwned">`,
  `<link rel="stylesheet" href="/pwned.css">`,
  `<style>@import "/pwned.css";</style>`,
  `<form action="/pwned"><button autofocus onfocus="${RUN}">`,
  `<input autofocus onfocus="${RUN}">`,
  `<details open ontoggle="${RUN}">`,
  `<video src=x onerror="${RUN}">`,
  `<body onload="${RUN}">`,
  `<marquee onstart="${RUN}">`,
  `<math href="javascript:${RUN}">x</math>`,
  `<div style="background:url(/pwned)">`,
  `<template shadowrootmode="open"><img src=x onerror="${RUN}"></template>`,
  `javascript:${RUN}`,
  '{{constructor.constructor("window.pwned=1")()}}',
];
/** What an attempt may have to break out of first. */
const WAYS_OUT = ['', '">', "'>", '</title>', '</script>', '-->'];
const CORPUS = WAYS_OUT.flatMap((way) => ATTEMPTS.map((attempt) => way + attempt));

const TEXTS = [
  'title',
  'subtitle',
  'sub_title',
  'yes_sub_title',
  'no_sub_title',
  'category',
  'rules_primary',
];

/** The REST of the exchange at `port`, every text of its answers another attempt of the corpus. */
async function startHostileRest(port: number): Promise<{ readonly port: number; readonly server: Server }> {
  let given = 0;
  const spoil = (key: string, value: unknown): unknown =>
    TEXTS.includes(key) && typeof value === 'string' ? CORPUS[given++ % CORPUS.length] : value;
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name.startsWith('kalshi-')),
    ) as Record<string, string>;
    fetch(`http://127.0.0.1:${port}${request.url ?? ''}`, { headers })
      .then(async (answer) => {
        const body = JSON.stringify(JSON.parse(await answer.text()), spoil);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
      })
      .catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

/** What the page must never have: anything run, anything asked for, anything that came out of a text as an element. */
async function watch(
  page: Page,
): Promise<{ harm: () => Promise<readonly string[]>; violations: () => Promise<number> }> {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('pwned')) seen.push(`request ${request.url()}`);
  });
  await page.addInitScript(() => {
    Object.assign(window, { violations: [] });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (Reflect.get(window, 'violations') as string[]).push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const inPage = () =>
    page.evaluate(() => {
      const violations = Reflect.get(window, 'violations') as readonly string[];
      const found = violations.map((each) => `violation ${each}`);
      if ('pwned' in window) found.push('a text was run');
      const strange = 'iframe, object, embed, base, template, marquee, math, form[action], script:not([src])';
      for (const { outerHTML } of document.querySelectorAll(`${strange}, meta[http-equiv="refresh"]`))
        found.push(`element ${outerHTML.slice(0, 80)}`);
      for (const element of document.querySelectorAll('*'))
        for (const { name, value } of element.attributes)
          if (/^on/.test(name) || (/^(href|src|action)$/.test(name) && /^\s*javascript:|pwned/.test(value)))
            found.push(`attribute ${name}="${value.slice(0, 60)}"`);
      return { found, violations: violations.length };
    });
  return {
    harm: async () => [...seen, ...(await inPage()).found],
    violations: async () => (await inPage()).violations,
  };
}

test('the corpus is as large as it says', () => {
  expect(new Set(CORPUS).size).toBe(150);
});

test('names, titles and categories of the exchange that are markup stay text on every view', async ({
  page,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '60', ...key]);
    const rest = await startHostileRest(exchange.port);
    const board = await startBoard({ home, env: exchangeBehind(exchange.port, rest.port, privateKey) });
    const { harm, violations } = await watch(page);
    try {
      await openBoard(page, board);
      // What is looked for is there: the names are drawn as they were written.
      await expect(page.getByRole('region', { name: 'Hot now' })).toContainText(/<|javascript:/, {
        timeout: 30_000,
      });
      await expect(page.getByRole('group', { name: /Treemap/ })).toContainText(/<|javascript:/);
      expect(await harm()).toEqual([]);
      const ticker = await livelyMarket(page, board);
      const views = [
        `?market=${ticker}`,
        `?view=market&market=${ticker}`,
        `?view=event&event=${ticker.replace(/-[^-]*$/, '')}`,
      ];
      for (const view of views) {
        await goTo(page, view);
        await expect(page.getByText('In sync').or(page.getByText('in sync')).first()).toBeVisible();
        expect(await harm()).toEqual([]);
      }
      await goTo(page, '?');
      await page.keyboard.press('ControlOrMeta+k');
      const palette = page.getByRole('dialog', { name: 'Find' });
      await palette.getByRole('combobox').fill('onerror');
      await expect(palette.getByRole('option').first()).toContainText(/<|javascript:|\{\{/);
      expect(await harm()).toEqual([]);
      await page.keyboard.press('Escape');

      // What a person types, and what comes back out of the disk.
      await page.getByRole('button', { name: 'Data', exact: true }).click();
      const data = page.getByRole('dialog', { name: 'Data' });
      const name = data.getByRole('textbox', { name: 'Name', exact: true }).first();
      await name.fill(ATTEMPTS[0] ?? '');
      await name.press('Enter');
      await expect(data.getByRole('button', { name: `Replay ${ATTEMPTS[0] ?? ''}` })).toBeVisible();
      expect(await harm()).toEqual([]);
      await page.keyboard.press('Escape');
      expect((await stats(page)).gaps).toBe(0);

      // The net under it holds: markup that is written on purpose is refused and reported.
      const refusal = await page.evaluate(() => {
        try {
          document.body.innerHTML = '<img src=x onerror="window.pwned=1">';
          return 'written';
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(refusal).toBe('TypeError');
      await expect.poll(violations).toBeGreaterThan(0);
    } finally {
      await board.stop();
      rest.server.close();
      await exchange.stop();
    }
  });
});
