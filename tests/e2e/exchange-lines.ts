/** A simulated exchange of the test's own, behind lines that can be cut. */
import type { KeyObject } from 'node:crypto';

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
