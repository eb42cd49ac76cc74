/** The rules of alerts as they are defined, counted anew from the whole history at every trade: slow, and short. */
import type { AlertRule, MoveParams } from '#core/market/alerts/rule.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

export interface OracleTrade {
  readonly ticker: string;
  readonly event: string;
  readonly price: number;
  readonly value: number;
  readonly quantity: number;
  readonly at: number;
}

/** Trades may be missing in it; no two touch each other. */
export interface OracleHole {
  readonly from: number;
  readonly to: number;
}

interface Firing {
  readonly rule: AlertRule;
  readonly ticker: string;
  readonly now: number;
  /** Of a move: which way. */
  readonly isUp: boolean;
  /** How many trades of the market had been heard, this one included. */
  readonly place: number;
}

/** One market's live trades that were not behind a later one, and the price each was compared with, by window. */
interface Heard {
  readonly price: number;
  readonly from: ReadonlyMap<number, number>;
}

export class AlertOracle {
  readonly #rules: readonly AlertRule[];
  readonly #holes: readonly OracleHole[];
  /** In order of arrival, fetched ones too. */
  readonly #known: OracleTrade[] = [];
  readonly #heard = new Map<string, Heard[]>();
  readonly #newest = new Map<string, number>();
  readonly #firings: Firing[] = [];

  constructor(rules: readonly AlertRule[], holes: readonly OracleHole[] = []) {
    this.#rules = rules;
    this.#holes = holes;
  }

  past(trade: OracleTrade): void {
    this.#known.push(trade);
  }

  /** Takes a live trade; returns the ids of the rules that fire. */
  trade(trade: OracleTrade, now: number): readonly string[] {
    const { ticker, at, price } = trade;
    const before = this.#known.filter((each) => each.ticker === ticker);
    this.#known.push(trade);
    const heard = this.#heard.get(ticker) ?? [];
    this.#heard.set(ticker, heard);
    const isNewest = at >= (this.#newest.get(ticker) ?? -Infinity);
    if (isNewest) {
      this.#newest.set(ticker, at);
      const from = new Map(
        [1, 5, 10, 30, 60].map((minutes) => [minutes, this.#priceBefore(ticker, minutes, now)]),
      );
      heard.push({ price, from });
    }
    const fired = this.#rules.filter((rule) => {
      if (!rule.isOn || !isIn(rule, trade) || this.#isSilent(rule, ticker, now)) return false;
      switch (rule.kind) {
        case 'large-trade': {
          const { params } = rule;
          if (params.by === 'value') return trade.value >= params.atLeast;
          const values = newestFirst(before.filter((each) => each.at > now - params.minutes * MINUTE))
            .slice(0, 100)
            .map(({ value }) => value)
            .sort((a, b) => a - b);
          const median = values[Math.ceil(values.length / 2) - 1] ?? 0;
          return values.length >= params.minTrades && trade.value / median >= params.times;
        }
        case 'price-cross':
          return (
            isNewest &&
            crosses(
              heard.map((each) => each.price),
              rule.params,
            )
          );
        case 'move':
          return isNewest && this.#moves(rule.id, ticker, heard, rule.params);
        case 'burst':
          return this.#isBurst(ticker, rule.params.minutes, now);
        default:
          return false;
      }
    });
    for (const rule of fired) {
      const { price: last, from } = heard.at(-1) ?? { price, from: new Map<number, number>() };
      const isUp = rule.kind === 'move' && last > (from.get(rule.params.minutes) ?? last);
      this.#firings.push({ rule, ticker, now, isUp, place: heard.length });
    }
    return fired.map(({ id }) => id);
  }

  #moves(id: string, ticker: string, heard: readonly Heard[], params: MoveParams): boolean {
    const changes = heard.map(({ price, from }) => {
      const base = from.get(params.minutes) ?? Number.NaN;
      return params.by === 'points' ? price - base : ((price - base) * 10_000) / base;
    });
    const change = changes.at(-1) ?? 0;
    if (!(Math.abs(change) >= params.amount)) return false;
    const isUp = change > 0;
    if (params.direction !== 'either' && params.direction !== (isUp ? 'up' : 'down')) return false;
    const told = this.#firings.findLast((each) => each.rule.id === id && each.ticker === ticker);
    if (told === undefined || told.isUp !== isUp) return true;
    const sign = isUp ? 1 : -1;
    return changes.slice(told.place).some((each) => 2 * sign * each < params.amount);
  }

  #isSilent(rule: AlertRule, ticker: string, now: number): boolean {
    const { id, coolDownMs, mutedUntilMs, expiresAtMs } = rule;
    const isCooling = this.#firings.some(
      (each) => each.rule.id === id && each.ticker === ticker && now < each.now + coolDownMs,
    );
    return isCooling || now < (mutedUntilMs ?? 0) || now >= (expiresAtMs ?? Infinity);
  }

  /** Last price before the window where it still holds, else the first inside and outside of holes; no number where there is none. */
  #priceBefore(ticker: string, minutes: number, now: number): number {
    const start = now - minutes * MINUTE;
    const trades = newestFirst(this.#known.filter((each) => each.ticker === ticker));
    if (!trades.some(({ at }) => at > start)) return Number.NaN;
    const before = trades.find(({ at }) => at <= start);
    const isHeld = !this.#holes.some(({ from, to }) => from < start && to > (before?.at ?? 0));
    if (before !== undefined && isHeld) return before.price;
    const isClear = ({ at }: OracleTrade) => !this.#holes.some(({ from, to }) => from < at && at < to);
    return trades.findLast((each) => each.at > start && isClear(each))?.price ?? Number.NaN;
  }

  /** In ten seconds four times what the pace of the known time gives, once two minutes, or a shorter window whole, are known. */
  #isBurst(ticker: string, minutes: number, now: number): boolean {
    const spanMs = minutes * MINUTE;
    const volumeOf = (trades: readonly OracleTrade[]) =>
      trades.reduce((sum, { quantity }) => sum + quantity, 0);
    const inside = this.#known.filter((each) => each.ticker === ticker && each.at > now - spanMs);
    const recent = inside.filter(({ at }) => at > now - 10 * SECOND);
    const from = Math.max(now - spanMs, Math.min(...this.#known.map(({ at }) => at)));
    const missing = this.#holes.map((hole) =>
      Math.max(0, Math.min(hole.to, now) - Math.max(hole.from, from)),
    );
    const known = now - from - missing.reduce((sum, ms) => sum + ms, 0);
    if (recent.length < 3 || known < Math.min(spanMs, 2 * MINUTE)) return false;
    return volumeOf(recent) / (10 * SECOND) >= (4 * volumeOf(inside)) / known;
  }
}

/** By time; of equals the one that came last is the newest. */
function newestFirst(trades: readonly OracleTrade[]): readonly OracleTrade[] {
  return [...trades].reverse().sort((a, b) => b.at - a.at);
}

function isIn({ scope }: AlertRule, { ticker, event }: OracleTrade): boolean {
  if (scope.of === 'tickers') return scope.tickers.some((each) => each === ticker);
  if (scope.of === 'event') return scope.event === event;
  return !ticker.startsWith('KXMVE');
}

/** The last price crosses: one far enough on the other side came after every price at the level or past it. */
function crosses(
  prices: readonly number[],
  { level, direction }: { level: number; direction: string },
): boolean {
  const margin = Math.max(1, Math.min(100, Math.floor(Math.min(level, 10_000 - level) / 2)));
  const last = prices.at(-1) ?? 0;
  const earlier = prices.slice(0, -1);
  const goes = (sign: 1 | -1): boolean => {
    const away = (price: number) => sign * (level - price);
    const isArmed =
      earlier.findLastIndex((price, i) => away(price) >= (i === 0 ? 1 : margin)) >
      earlier.findLastIndex((price) => away(price) <= 0);
    return isArmed && away(last) <= 0;
  };
  return (direction !== 'down' && goes(1)) || (direction !== 'up' && goes(-1));
}
