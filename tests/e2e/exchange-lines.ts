/** A simulated exchange of the test's own, behind lines that can be cut. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Returns the relay's settings for an exchange whose stream and REST are on ports of their own. */
export function exchangeBehind(stream: number, rest: number, key: KeyObject): Record<string, string> {
  return {
    KALSHI_ENV: 'custom',
    KALSHI_WS_URL: `ws://127.0.0.1:${stream}/trade-api/ws/v2`,
    KALSHI_REST_URL: `http://127.0.0.1:${rest}/trade-api/v2`,
    KALSHI_API_KEY: 'browser-tests',
    KALSHI_API_SECRET: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Returns the relay's settings for an exchange on one port; without a key, with one that it does not know. */
export function exchangeAt(
  port: number,
  key: KeyObject = generateKeyPairSync('ed25519').privateKey,
): Record<string, string> {
  return exchangeBehind(port, port, key);
}

/** What the exchange itself says it traded between two instants, by its REST. */
export async function tradesOf(
  port: number,
  since: number,
  until: number,
): Promise<readonly { readonly id: string; readonly at: number }[]> {
  const made: { id: string; at: number }[] = [];
  for (let cursor = ''; ;) {
    const query = `limit=1000&min_ts=${Math.floor(since / 1000)}&cursor=${cursor}`;
    const page = (await (
      await fetch(`http://127.0.0.1:${port}/trade-api/v2/markets/trades?${query}`)
    ).json()) as {
      trades: { trade_id: string; created_time: string }[];
      cursor: string;
    };
    for (const { trade_id, created_time } of page.trades) {
      const at = Date.parse(created_time);
      if (at >= since && at <= until) made.push({ id: trade_id, at });
    }
    cursor = page.cursor;
    if (cursor === '') return made;
  }
}
