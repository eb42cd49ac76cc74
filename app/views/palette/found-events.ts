/** The events of the markets that were found. */
import type { FoundMarket } from '#contract/market.ts';
import type { UnixMs } from '#core/units/time.ts';

export interface FoundEvent {
  readonly event: string;
  readonly title: string;
  /** Of its first market that was found. */
  readonly closeAt: UnixMs | undefined;
  /** How many of its markets were found. */
  readonly markets: number;
}

/** Returns at most `limit` events of `markets`, those of the first ones first; none without a question. */
export function eventsOf(
  markets: readonly FoundMarket[],
  question: string,
  limit: number,
): readonly FoundEvent[] {
  if (question.trim() === '') return [];
  const found = new Map<string, FoundEvent>();
  for (const { label } of markets) {
    if (label.isCombo) continue;
    const { event, eventTitle: title } = label;
    const { closeAt, markets: before } = found.get(event) ?? { closeAt: label.closeAt, markets: 0 };
    found.set(event, { event, title, closeAt, markets: before + 1 });
  }
  return [...found.values()].slice(0, limit);
}
