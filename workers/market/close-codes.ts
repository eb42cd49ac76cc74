/** The relay's close codes (docs/api.md, /feed) as sentences for people: what happened, and what to do where something can be done. */

export const CLOSE_CODES = {
  relayStopping: 1001,
  pageTooSlow: 1013,
  keyRefused: 4401,
  exchangeSilent: 4408,
  exchangeClosed: 4409,
  exchangeBusy: 4429,
  /** Never on the wire: this page's own word for a relay that was restarted for another exchange (exchange-check.ts). */
  otherExchange: 4900,
} as const;

/** Longest piece of a foreign reason that is shown. */
const MAX_REASON = 120;

/** Returns what to tell people about a socket that ended with `code`; `reason` is the relay's own word, shown as text. */
export function sentenceFor(code: number, reason: string): string {
  const detail = reason === '' ? '' : ` (${reason.slice(0, MAX_REASON)})`;
  switch (code) {
    case CLOSE_CODES.relayStopping:
      return 'The relay was stopped: start it again and this page connects by itself.';
    case CLOSE_CODES.pageTooSlow:
      return 'This page was too slow for the stream, so the relay let it go: connecting again, missed trades are fetched.';
    case CLOSE_CODES.keyRefused:
      return `The exchange refused the key${detail}: check KALSHI_API_KEY and the key file in .env, restart the relay, then press Retry now.`;
    case CLOSE_CODES.exchangeSilent:
      return 'The exchange said nothing for 10 seconds: connecting again.';
    case CLOSE_CODES.exchangeClosed:
      return `The exchange closed the connection${detail}: connecting again.`;
    case CLOSE_CODES.exchangeBusy:
      return `The exchange asks to slow down${detail}: trying again after a pause.`;
    case CLOSE_CODES.otherExchange:
      return `The relay now speaks for another exchange${detail}: reload this page. Nothing of it was mixed into this one's record.`;
    default:
      return 'The connection to the relay was lost: connecting again.';
  }
}

/** More is not waited for: whoever looks at the page can read why. */
const MAX_PAUSE_S = 60;

/** Returns for how long (ms) the exchange asks to be left alone, as the relay passes it on: "HTTP 429 retry-after 5"; else 0. */
export function pauseAsked(reason: string): number {
  const seconds = /\bretry-after (\d{1,6})\b/.exec(reason)?.[1];
  return seconds === undefined ? 0 : Math.min(MAX_PAUSE_S, Number(seconds)) * 1_000;
}
