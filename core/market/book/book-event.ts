/** What happens to a book, in our own order: the form in which books are recorded, replayed and handed between threads. */
import type { Outcome } from '../../units/outcome.ts';
import type { Price } from '../../units/price.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Ticker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import type { Level, Seq } from '../../wire/messages.ts';

/** Why a book is not to be trusted. Its place in `STALE_REASONS` is stored: add at the end only. */
export type StaleReason =
  /** Numbers of the subscription were left out. */
  | 'sequence'
  /** The socket or the subscription ended. */
  | 'disconnect'
  /** A level would have fallen below zero. */
  | 'negative'
  /** Both sides bid more than a dollar together for too long. */
  | 'crossed'
  /** REST says otherwise. */
  | 'audit'
  /** Another tab recorded it until a moment ago, and it has not come to this one yet. */
  | 'handover';

export const STALE_REASONS: readonly StaleReason[] = [
  'sequence',
  'disconnect',
  'negative',
  'crossed',
  'audit',
  'handover',
];

interface Happened {
  readonly ticker: Ticker;
  readonly receivedAt: UnixMs;
}

export type BookEvent =
  /** The whole book as the exchange said it. Levels ascend, on the side's own scale. */
  | (Happened & {
      readonly kind: 'snapshot';
      readonly seq: Seq | undefined;
      readonly yes: readonly Level[];
      readonly no: readonly Level[];
    })
  /** A change that was applied. */
  | (Happened & {
      readonly kind: 'delta';
      readonly seq: Seq | undefined;
      readonly venueAt: UnixMs | undefined;
      readonly side: Outcome;
      readonly price: Price;
      readonly change: Quantity;
    })
  /** From here to the next snapshot nothing is known: something was missed. */
  | (Happened & { readonly kind: 'stale'; readonly reason: StaleReason })
  /** From here to the next snapshot nobody watched. */
  | (Happened & { readonly kind: 'end' });
