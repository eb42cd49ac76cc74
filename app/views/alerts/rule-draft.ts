/** A rule while it is written: texts as they stand in the fields, and the way to a rule, with a sentence for each wrong field. */
import type { AlertDirection, AlertKind, AlertMinutes, AlertRule } from '#core/market/alerts/rule.ts';
import { LIMITS, parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import { err, type Result } from '#core/lib/result.ts';
import { formatDecimal, parseDecimal, type DecimalScale } from '#core/units/decimal.ts';
import { instantAt } from '#core/units/zone.ts';
import type { Clock } from '../../format/time.ts';
import type { Price } from '#core/units/price.ts';
import { eventOf, parseTicker, type Ticker } from '#core/units/ticker.ts';

export interface RuleDraft {
  readonly id: string;
  readonly name: string;
  readonly kind: AlertKind;
  readonly scope: 'everywhere' | 'event' | 'tickers';
  readonly event: string;
  /** With blanks or commas between them. */
  readonly tickers: string;
  readonly largeBy: 'value' | 'median';
  readonly dollars: string;
  readonly times: string;
  readonly minTrades: string;
  readonly minutes: AlertMinutes;
  /** Cents of YES, however prices are read. */
  readonly level: string;
  readonly direction: AlertDirection;
  readonly moveBy: 'points' | 'percent';
  readonly amount: string;
  readonly closingMinutes: string;
  readonly seconds: string;
  readonly coolDown: string;
  /** `datetime-local`, by the reader's clock; empty for never. */
  readonly expires: string;
  readonly sound: boolean;
  readonly notify: boolean;
}

export type DraftField = keyof RuleDraft;
export type DraftFaults = Readonly<Partial<Record<DraftField, string>>>;

/** Returns a draft of a new rule: a large trade, of `market` where one is given. */
export function newDraft(id: string, market?: Ticker): RuleDraft {
  return {
    id,
    name: '',
    kind: market === undefined ? 'large-trade' : 'price-cross',
    scope: market === undefined ? 'everywhere' : 'tickers',
    event: market === undefined ? '' : eventOf(market),
    tickers: market ?? '',
    largeBy: 'value',
    dollars: '500',
    times: '20',
    minTrades: '20',
    minutes: 10,
    level: '50',
    direction: 'either',
    moveBy: 'points',
    amount: '10',
    closingMinutes: '10',
    seconds: '15',
    coolDown: '5',
    expires: '',
    sound: true,
    notify: true,
  };
}

/** Returns `rule` as it is written in the fields, its end by `clock`. */
export function draftOf(rule: AlertRule, clock: Clock): RuleDraft {
  const { scope, name = '', coolDownMs, expiresAtMs, sound, notify } = rule;
  return {
    ...newDraft(rule.id),
    name,
    kind: rule.kind,
    scope: scope.of,
    event: scope.of === 'event' ? scope.event : '',
    tickers: scope.of === 'tickers' ? scope.tickers.join(' ') : '',
    coolDown: shortDecimal(coolDownMs / 600, 2),
    expires: expiresAtMs === undefined ? '' : localText(expiresAtMs, clock),
    sound,
    notify,
    ...paramsOf(rule),
  };
}

function paramsOf(rule: AlertRule): Partial<RuleDraft> {
  switch (rule.kind) {
    case 'large-trade':
      return rule.params.by === 'value'
        ? { largeBy: 'value', dollars: shortDecimal(rule.params.atLeast, 6) }
        : {
            largeBy: 'median',
            times: String(rule.params.times),
            minTrades: String(rule.params.minTrades),
            minutes: rule.params.minutes,
          };
    case 'price-cross':
      return { level: shortDecimal(rule.params.level, 2), direction: rule.params.direction };
    case 'move': {
      const { by, amount, minutes, direction } = rule.params;
      return { moveBy: by, amount: shortDecimal(amount, 2), minutes, direction };
    }
    case 'burst':
      return { minutes: rule.params.minutes };
    case 'closing-soon':
      return { closingMinutes: String(rule.params.minutes) };
    case 'feed-stale':
      return { seconds: String(rule.params.seconds) };
  }
}

/** Returns the rule, as `before` was switched and muted; or what is wrong with each field. `now` is ms; its end is by `clock`. */
export function ruleOf(
  draft: RuleDraft,
  now: number,
  clock: Clock,
  before?: AlertRule,
): Result<AlertRule, DraftFaults> {
  const faults: Partial<Record<DraftField, string>> = {};
  const number = (
    field: 'dollars' | 'times' | 'minTrades' | 'level' | 'amount' | 'closingMinutes' | 'seconds' | 'coolDown',
    scale: DecimalScale,
    [least, most]: readonly [number, number],
    unit: string,
    factor = 1,
  ): number => {
    const value = parseDecimal(draft[field].trim(), scale);
    const amount = value === undefined ? undefined : value * factor;
    if (amount === undefined || amount < least || amount > most) {
      const span = `from ${shortDecimal(least / factor, scale)} to ${shortDecimal(most / factor, scale)}`;
      const found = draft[field].trim() === '' ? 'nothing' : `“${draft[field].trim()}”`;
      faults[field] = `Expected ${unit} ${span}, found ${found}.`;
    }
    return amount ?? least;
  };
  const params = ((): unknown => {
    switch (draft.kind) {
      case 'large-trade':
        return draft.largeBy === 'value'
          ? { by: 'value', atLeast: number('dollars', 6, LIMITS.value, 'dollars') }
          : {
              by: 'median',
              times: number('times', 0, LIMITS.times, 'a whole number'),
              minutes: draft.minutes,
              minTrades: number('minTrades', 0, LIMITS.minTrades, 'a whole number'),
            };
      case 'price-cross':
        return { level: number('level', 2, LIMITS.level, 'cents of YES'), direction: draft.direction };
      case 'move':
        return {
          by: draft.moveBy,
          amount: number('amount', 2, LIMITS[draft.moveBy], draft.moveBy === 'points' ? 'points' : 'percent'),
          minutes: draft.minutes,
          direction: draft.direction,
        };
      case 'burst':
        return { minutes: draft.minutes };
      case 'closing-soon':
        return { minutes: number('closingMinutes', 0, LIMITS.closingMinutes, 'whole minutes') };
      case 'feed-stale':
        return { seconds: number('seconds', 0, LIMITS.staleSeconds, 'whole seconds') };
    }
  })();
  const scope = scopeOf(draft, faults);
  const coolDownMs = number('coolDown', 2, LIMITS.coolDownMs, 'minutes', 600);
  const expiresAtMs = endOf(draft, clock, before);
  if (expiresAtMs !== undefined && !(expiresAtMs > now))
    faults.expires = 'Expected a time to come, found one that is past. Leave it empty for no end.';
  if (Object.keys(faults).length > 0) return err(faults);
  const rule = parseAlertRule({
    id: draft.id,
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    kind: draft.kind,
    scope,
    params,
    isOn: before?.isOn ?? true,
    coolDownMs,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    ...(before?.mutedUntilMs === undefined ? {} : { mutedUntilMs: before.mutedUntilMs }),
    sound: draft.sound,
    notify: draft.notify,
  });
  if (rule.ok) return rule;
  const { field, found, expected } = rule.reason;
  return err({ name: `Expected ${expected} in ${field}, found ${found}.` });
}

/** Returns the instant at which the rule ends, ms; `undefined` for never. What still reads as in `before` is the same instant. */
export function endOf({ expires }: RuleDraft, clock: Clock, before?: AlertRule): number | undefined {
  const kept = before?.expiresAtMs;
  // The field has no seconds, and where the clock is set back an hour reads like the one before it.
  if (kept !== undefined && expires === localText(kept, clock)) return kept;
  const local = Date.parse(`${expires}Z`);
  return Number.isNaN(local) ? undefined : instantAt(local, clock.offset);
}

/** Returns the level that stands in the field; `undefined` where it is none. */
export function levelOf({ level }: RuleDraft): Price | undefined {
  const price = parseDecimal(level.trim(), 2);
  const [least, most] = LIMITS.level;
  return price === undefined || price < least || price > most ? undefined : (price as Price);
}

function scopeOf(draft: RuleDraft, faults: Partial<Record<DraftField, string>>): unknown {
  if (draft.kind === 'feed-stale' || draft.scope === 'everywhere') return { of: 'everywhere' };
  if (draft.scope === 'event') {
    const event = parseTicker(draft.event.trim().toUpperCase());
    if (event === undefined) faults.event = 'Expected the ticker of an event, as KXELECTION-26NOV.';
    return { of: 'event', event };
  }
  const words = draft.tickers.split(/[\s,]+/).filter((word) => word !== '');
  const tickers = words.map((word) => word.toUpperCase());
  // A word without a dash is no ticker of a market, and a rule for it would be silent for ever.
  const wrong = words.find((_, index) => {
    const ticker = tickers[index] ?? '';
    return parseTicker(ticker) === undefined || !ticker.includes('-');
  });
  if (wrong !== undefined) faults.tickers = `Expected tickers of markets, found “${wrong.slice(0, 40)}”.`;
  else if (words.length === 0 || words.length > 100)
    faults.tickers = `Expected 1 to 100 tickers, found ${words.length}.`;
  return { of: 'tickers', tickers };
}

/** Returns the integer count of 10^-scale without zeros at its end: 500000000 of 6 is "500". */
function shortDecimal(value: number, scale: DecimalScale): string {
  const text = formatDecimal(Math.ceil(value), scale);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** As a `datetime-local` field has it: it has no zone, so what the reader's clock shows is written as if it were UTC. */
function localText(at: number, { offset }: Clock): string {
  return new Date(at + offset(at)).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}
