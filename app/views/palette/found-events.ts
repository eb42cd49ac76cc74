/** The events of the markets that were found. */
import type { FoundMarket } from '#contract/market.ts';

export interface FoundEvent {
  readonly event: string;
  readonly title: string;
  /** How many of its markets were found. */
  readonly markets: number;
}

const MAX_EVENTS = 4;

/** Returns the events of `markets`, those of the first ones first; none without a question. */
export function eventsOf(markets: readonly FoundMarket[], question: string): readonly FoundEvent[] {
  if (question.trim() === '') return [];
  const found = new Map<string, FoundEvent>();
  for (const { label } of markets) {
    if (label.isCombo) continue;
    const { event, eventTitle: title } = label;
    found.set(event, { event, title, markets: (found.get(event)?.markets ?? 0) + 1 });
  }
  return [...found.values()].slice(0, MAX_EVENTS);
}
