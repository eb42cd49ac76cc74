/** Error codes of the exchange's socket (protocol 3.7, AsyncAPI 2.0.0 of October 2026) and what each asks of us. */

/** What to do: subscribe again, send the command later and slower, or tell the user, for trying again would not help. */
export type Remedy = 'resubscribe' | 'slow-down' | 'tell';

interface ErrorMeaning {
  readonly meaning: string;
  readonly remedy: Remedy;
}

const CHANNEL_ERROR = 10;
const RETIRED_INTERNAL_ERROR = 17;
const BUFFER_OVERFLOW = 25;

/** Codes that are not here are told as they came. 6, 16 and 17 are retired since 2026-09-10. */
const MEANINGS: ReadonlyMap<number, ErrorMeaning> = new Map<number, ErrorMeaning>([
  [1, { meaning: 'The exchange could not read the command.', remedy: 'tell' }],
  [2, { meaning: 'The command had no parameters.', remedy: 'tell' }],
  [3, { meaning: 'The command named no channel.', remedy: 'tell' }],
  [4, { meaning: 'The command named no subscription.', remedy: 'tell' }],
  [5, { meaning: 'The exchange does not know this command.', remedy: 'tell' }],
  [6, { meaning: 'This channel was subscribed already.', remedy: 'tell' }],
  [7, { meaning: 'The exchange does not know this subscription any more.', remedy: 'resubscribe' }],
  [8, { meaning: 'The exchange does not offer this channel.', remedy: 'tell' }],
  [9, { meaning: 'The API key may not read this channel.', remedy: 'tell' }],
  [
    CHANNEL_ERROR,
    { meaning: 'The exchange ended the subscription after a fault of its own.', remedy: 'resubscribe' },
  ],
  [11, { meaning: 'A parameter of the command was not valid.', remedy: 'tell' }],
  [12, { meaning: 'The command must name exactly one subscription.', remedy: 'tell' }],
  [13, { meaning: 'The channel does not support this action.', remedy: 'tell' }],
  [14, { meaning: 'The command named no market.', remedy: 'tell' }],
  [15, { meaning: 'The command named no action.', remedy: 'tell' }],
  [16, { meaning: 'The exchange does not know this market.', remedy: 'tell' }],
  [RETIRED_INTERNAL_ERROR, { meaning: 'The exchange had an internal fault.', remedy: 'resubscribe' }],
  [18, { meaning: 'The exchange did not finish the command in time.', remedy: 'slow-down' }],
  [
    BUFFER_OVERFLOW,
    { meaning: 'The exchange ended the subscription: too much to send at once.', remedy: 'resubscribe' },
  ],
  [26, { meaning: 'The subscription has as many markets as the exchange allows.', remedy: 'tell' }],
  [27, { meaning: 'The exchange refused the command: too many at once.', remedy: 'slow-down' }],
]);

/** Returns true where the subscription of the error's sid is dead: only a new one, with a new sid, brings data again. */
export function isTerminal(code: number): boolean {
  return code === CHANNEL_ERROR || code === BUFFER_OVERFLOW || code === RETIRED_INTERNAL_ERROR;
}

/** Returns what the code asks of us; an unknown one is for the user. */
export function remedyFor(code: number): Remedy {
  return MEANINGS.get(code)?.remedy ?? 'tell';
}

/** Returns one sentence for people, with the exchange's own words where we have none. */
export function explainError(code: number, message: string): string {
  const known = MEANINGS.get(code);
  if (known !== undefined) return `${known.meaning} (code ${code})`;
  return `The exchange answered with error ${code}${message === '' ? '' : `: ${message}`}`;
}
