/** Rules to begin with: something for the eye, something for the price, something for trust. */
import { DEFAULT_COOL_DOWN_MS, type AlertRule } from '#core/market/alerts/rule.ts';
import { HOUR } from '#core/units/time.ts';
import type { Money } from '#core/units/money.ts';

/**
 * Returns three rules with ids from `newId`. Each tells a person something a few times an hour, not all the time: of an hour of the
 * simulated exchange at its own pace 12 trades are of $2,000 and more (38 of $1,000), and 39 times a price moves by 40 points within
 * five minutes (286 times by 10), fewer with the silence after each.
 */
export function usefulRules(newId: () => string): readonly AlertRule[] {
  const rest = {
    scope: { of: 'everywhere' },
    isOn: true,
    coolDownMs: DEFAULT_COOL_DOWN_MS,
    sound: true,
    notify: true,
  } as const;
  return [
    { id: newId(), kind: 'large-trade', params: { by: 'value', atLeast: 2_000_000_000 as Money }, ...rest },
    {
      id: newId(),
      kind: 'move',
      params: { by: 'points', amount: 4_000, minutes: 5, direction: 'either' },
      ...rest,
      coolDownMs: HOUR,
    },
    { id: newId(), kind: 'feed-stale', params: { seconds: 15 }, ...rest },
  ];
}
