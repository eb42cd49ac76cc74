/**
 * Rules and alert settings from JSON of unknown origin: what the browser kept, what a form made. A wrong value is told with its
 * place, what was found and what was expected; nothing is guessed but the cool-down, which older rules may lack.
 */
import { err, ok, type Result } from '../../lib/result.ts';
import type { Money } from '../../units/money.ts';
import { ONE_DOLLAR, type Price } from '../../units/price.ts';
import { parseTicker } from '../../units/ticker.ts';
import type { UnixMs } from '../../units/time.ts';
import {
  ALERT_KINDS,
  ALERT_MINUTES,
  DEFAULT_COOL_DOWN_MS,
  MAX_COOL_DOWN_MS,
  MAX_RULES,
  MEDIAN_TRADES,
  MIN_COOL_DOWN_MS,
  NO_ALERTS,
  type AlertDirection,
  type AlertKind,
  type AlertMinutes,
  type AlertParams,
  type AlertRule,
  type AlertScope,
  type AlertSettings,
  type QuietHours,
} from './rule.ts';

export interface RuleFault {
  /** Where: "params.level". Empty for the rule itself. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** Limits of what a rule may ask, for forms too. Both ends are allowed. */
export const LIMITS = {
  /** 1e-6 dollar: a cent to ten million dollars. */
  value: [10_000, 10_000_000_000_000],
  times: [2, 1_000],
  minTrades: [3, MEDIAN_TRADES],
  /** 1e-4 dollar: strictly between 0 and 1 dollar, as trades are. */
  level: [1, ONE_DOLLAR - 1],
  /** 1e-4 dollar. */
  points: [1, ONE_DOLLAR - 1],
  /** 1/100 percent. */
  percent: [1, 1_000_000],
  closingMinutes: [1, 1_440],
  staleSeconds: [5, 3_600],
  coolDownMs: [MIN_COOL_DOWN_MS, MAX_COOL_DOWN_MS],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

const MAX_NAME = 80;
const MAX_ID = 64;
/** Markets a rule may list. */
const MAX_TICKERS = 100;
const MAX_FOUND = 60;
const LAST_MINUTE = 1_439;
const DIRECTIONS: readonly AlertDirection[] = ['up', 'down', 'either'];

/** Returns the rule that `json` is, or the first thing in it that is none. Never throws. */
export function parseAlertRule(json: unknown): Result<AlertRule, RuleFault> {
  const fields = new Fields(json, '');
  const kind = fields.oneOf('kind', ALERT_KINDS);
  const rule = {
    id: fields.text('id', MAX_ID),
    ...optional('name', fields.has('name') ? fields.text('name', MAX_NAME) : undefined),
    kind,
    scope: scopeIn(fields.inner('scope'), kind),
    params: PARAMS[kind](fields.inner('params')),
    isOn: fields.flag('isOn'),
    coolDownMs: fields.has('coolDownMs')
      ? fields.integer('coolDownMs', LIMITS.coolDownMs)
      : DEFAULT_COOL_DOWN_MS,
    ...optional('expiresAtMs', fields.has('expiresAtMs') ? fields.instant('expiresAtMs') : undefined),
    ...optional('mutedUntilMs', fields.has('mutedUntilMs') ? fields.instant('mutedUntilMs') : undefined),
    sound: fields.flag('sound'),
    notify: fields.flag('notify'),
  };
  // Each kind's own reader made its parameters.
  return fields.fault === undefined ? ok(rule as AlertRule) : err(fields.fault);
}

/** Returns the settings that `json` holds; rules and hours that are none are left out, as are rules past the two-hundredth. */
export function alertSettingsFrom(json: unknown): AlertSettings {
  if (typeof json !== 'object' || json === null) return NO_ALERTS;
  const kept: { readonly rules?: unknown; readonly quiet?: unknown; readonly isSoundOn?: unknown } = json;
  const listed: readonly unknown[] = Array.isArray(kept.rules) ? kept.rules : [];
  const rules = new Map<string, AlertRule>();
  for (const each of listed) {
    const rule = parseAlertRule(each);
    if (rule.ok && rules.size < MAX_RULES && !rules.has(rule.value.id)) rules.set(rule.value.id, rule.value);
  }
  return { rules: [...rules.values()], quiet: quietIn(kept.quiet), isSoundOn: kept.isSoundOn === true };
}

function quietIn(json: unknown): QuietHours | undefined {
  const fields = new Fields(json, '');
  const fromMinute = fields.integer('fromMinute', [0, LAST_MINUTE]);
  const toMinute = fields.integer('toMinute', [0, LAST_MINUTE]);
  return fields.fault === undefined ? { fromMinute, toMinute } : undefined;
}

function scopeIn(fields: Fields, kind: AlertKind): AlertScope {
  if (kind === 'feed-stale') return { of: fields.oneOf('of', ['everywhere'] as const) };
  const of = fields.oneOf('of', ['everywhere', 'event', 'tickers'] as const);
  if (of === 'event') return { of, event: fields.ticker('event') };
  if (of === 'tickers') return { of, tickers: fields.tickers('tickers') };
  return { of };
}

const PARAMS: { readonly [K in AlertKind]: (fields: Fields) => AlertParams[K] } = {
  'large-trade': (fields) => {
    const by = fields.oneOf('by', ['value', 'median'] as const);
    if (by === 'value') return { by, atLeast: fields.integer('atLeast', LIMITS.value) as Money };
    return {
      by,
      times: fields.integer('times', LIMITS.times),
      minutes: fields.minutes(),
      minTrades: fields.integer('minTrades', LIMITS.minTrades),
    };
  },
  'price-cross': (fields) => ({
    level: fields.integer('level', LIMITS.level) as Price,
    direction: fields.oneOf('direction', DIRECTIONS),
  }),
  move: (fields) => {
    const by = fields.oneOf('by', ['points', 'percent'] as const);
    return {
      by,
      amount: fields.integer('amount', LIMITS[by]),
      minutes: fields.minutes(),
      direction: fields.oneOf('direction', DIRECTIONS),
    };
  },
  burst: (fields) => ({ minutes: fields.minutes() }),
  'closing-soon': (fields) => ({ minutes: fields.integer('minutes', LIMITS.closingMinutes) }),
  'feed-stale': (fields) => ({ seconds: fields.integer('seconds', LIMITS.staleSeconds) }),
};

/** Reads the fields of one object; keeps the first fault and goes on with a value of the right kind. */
class Fields {
  fault: RuleFault | undefined;
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #outer: Fields | undefined;

  constructor(json: unknown, path: string, outer?: Fields) {
    const isRecord = typeof json === 'object' && json !== null && !Array.isArray(json);
    this.#record = isRecord ? (json as Readonly<Record<string, unknown>>) : {};
    this.#path = path;
    this.#outer = outer;
    if (!isRecord) this.#fail('', json, 'an object');
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined && this.#record[name] !== null;
  }

  inner(name: string): Fields {
    return new Fields(this.#record[name], this.#pathOf(name), this);
  }

  integer(name: string, [least, most]: readonly [number, number]): number {
    const value = this.#record[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
      return value;
    this.#fail(name, value, `a whole number from ${least} to ${most}`);
    return least;
  }

  instant(name: string): UnixMs {
    return this.integer(name, [0, Number.MAX_SAFE_INTEGER]) as UnixMs;
  }

  minutes(): AlertMinutes {
    const value = this.#record['minutes'];
    const found = ALERT_MINUTES.find((each) => each === value);
    if (found === undefined) this.#fail('minutes', value, `one of ${ALERT_MINUTES.join(', ')}`);
    return found ?? ALERT_MINUTES[0];
  }

  flag(name: string): boolean {
    const value = this.#record[name];
    if (typeof value !== 'boolean') this.#fail(name, value, 'true or false');
    return value === true;
  }

  text(name: string, most: number): string {
    const value = this.#record[name];
    if (typeof value === 'string' && value !== '' && value.length <= most) return value;
    this.#fail(name, value, `a text of 1 to ${most} characters`);
    return '';
  }

  oneOf<T extends string>(name: string, options: readonly [T, ...T[]] | readonly T[]): T {
    const value = this.#record[name];
    const found = options.find((each) => each === value);
    if (found === undefined) this.#fail(name, value, `one of ${options.join(', ')}`);
    return found ?? options[0];
  }

  ticker(name: string): string {
    const value = this.#record[name];
    const found = typeof value === 'string' ? parseTicker(value) : undefined;
    if (found === undefined) this.#fail(name, value, 'a ticker');
    return found ?? '';
  }

  tickers(name: string): Extract<AlertScope, { of: 'tickers' }>['tickers'] {
    const value = this.#record[name];
    const listed: readonly unknown[] = Array.isArray(value) ? value : [];
    const found = listed.flatMap((each) => (typeof each === 'string' ? (parseTicker(each) ?? []) : []));
    const isGood = found.length === listed.length && found.length >= 1 && found.length <= MAX_TICKERS;
    if (!isGood) this.#fail(name, value, `a list of 1 to ${MAX_TICKERS} tickers`);
    return [...new Set(found)];
  }

  #pathOf(name: string): string {
    return [this.#path, name].filter((part) => part !== '').join('.');
  }

  #fail(name: string, value: unknown, expected: string): void {
    this.tell({ field: this.#pathOf(name), found: foundText(value), expected });
  }

  /** The first fault counts, here and in what this is part of. */
  tell(fault: RuleFault): void {
    this.fault ??= fault;
    this.#outer?.tell(fault);
  }
}

function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  // A number that JSON has no word for would read "null".
  const text = typeof value === 'number' ? String(value) : jsonOf(value);
  return text.length > MAX_FOUND ? `${text.slice(0, MAX_FOUND)}…` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}

function optional<K extends string, T>(name: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: T });
}
