/** Rules to begin with: something for the eye, something for the price, something for trust. */
import { DEFAULT_COOL_DOWN_MS, type AlertRule } from '#core/market/alerts/rule.ts';
import type { Money } from '#core/units/money.ts';

/** Returns three rules with ids from `newId`. */
export function usefulRules(newId: () => string): readonly AlertRule[] {
  const rest = {
    scope: { of: 'everywhere' },
    isOn: true,
    coolDownMs: DEFAULT_COOL_DOWN_MS,
    sound: true,
    notify: true,
  } as const;
  return [
    { id: newId(), kind: 'large-trade', params: { by: 'value', atLeast: 1_000_000_000 as Money }, ...rest },
    {
      id: newId(),
      kind: 'move',
      params: { by: 'points', amount: 1_000, minutes: 5, direction: 'either' },
      ...rest,
    },
    { id: newId(), kind: 'feed-stale', params: { seconds: 15 }, ...rest },
  ];
}
