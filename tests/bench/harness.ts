/** What the benchmarks share: a relay before the flooding exchange, a Chromium, a built page, small arithmetic. */
import { readFileSync } from 'node:fs';
import { chromium, type BrowserContext } from 'playwright';
import { build } from 'vite';
import { chromiumPath } from '../support/chromium-path.ts';
import { startScript, type Running } from '../support/processes.ts';

/** A known token, so that a page can pair by itself. It opens only relays this file starts. */
export const TOKEN = 'bench-token-that-opens-nothing-else-0123456789';

/** The built page that is measured: `npm run build` makes it, BENCH_DIST may name another. */
export const DIST = process.env['BENCH_DIST'] ?? 'dist';

/** Starts a relay in front of the exchange on `exchangePort`, serving `directory`. */
export function startRelayFor(
  exchangePort: number,
  directory: string,
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  return startScript('tests/support/relay-process.ts', [directory], {
    PORT: '0',
    KALSHI_ENV: 'custom',
    KALSHI_WS_URL: `ws://127.0.0.1:${exchangePort}/trade-api/ws/v2`,
    KALSHI_REST_URL: `http://127.0.0.1:${exchangePort}/trade-api/v2`,
    KALSHI_API_KEY: 'bench',
    FLOWBOARD_TOKEN: TOKEN,
    FLOWBOARD_HOME: home,
    ...env,
  });
}

/** Opens Chromium with a profile of its own, so that storage is the real thing and survives a restart. */
export function openChromium(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    viewport: { width: 1440, height: 900 },
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}

/** Builds the benchmark page (tests/bench/page) into `folder`, to be served under `base`. */
export async function buildBenchPage(folder: string, base = '/'): Promise<void> {
  await build({
    configFile: false,
    root: 'tests/bench/page',
    base,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2023' },
    worker: { format: 'es' },
  });
}

/** Returns the smallest of `values` that at least `share` of them do not exceed (nearest rank); NaN where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Memory of a process in MB, what it shares with others divided among them (Pss), from the kernel's own accounting. */
export function proportionalMb(pid: number): number {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** Resident memory of a process in MB, from the kernel's own accounting. */
export function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
