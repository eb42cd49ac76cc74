/**
 * Rules and firings in words, as the reader reads prices and times now. Numbers come as core's integers; nothing is computed
 * here but what is read. Pure.
 */
import type { AlertRow } from '#contract/rows.ts';
import type { AlertDirection, AlertKind, AlertRule, AlertScope } from '#core/market/alerts/rule.ts';
import { counted } from '../../format/number.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { instantWords, type Clock } from '../../format/time.ts';
import { changeWords, contractsShort, dollars } from '../../format/units.ts';

export const KIND_NAMES: Readonly<Record<AlertKind, string>> = {
  'large-trade': 'Large trade',
  'price-cross': 'Price crosses',
  move: 'Price moves',
  burst: 'Burst of trading',
  'closing-soon': 'Market closes soon',
  'feed-stale': 'Feed is silent',
};

/** What a tone and a picture say: the feed matters most, a close is a matter of time. */
export type Severity = 'news' | 'warning' | 'urgent';

export function severityOf(kind: AlertKind): Severity {
  return kind === 'feed-stale' ? 'urgent' : kind === 'closing-soon' ? 'warning' : 'news';
}

/** Returns the rule's own name, else what it looks for. */
export function ruleName({ name = '', kind }: Pick<AlertRule, 'name' | 'kind'>): string {
  return name === '' ? KIND_NAMES[kind] : name;
}

const CROSSES: Readonly<Record<AlertDirection, string>> = {
  up: 'rises to',
  down: 'falls to',
  either: 'crosses',
};
const MOVES: Readonly<Record<AlertDirection, string>> = { up: 'up', down: 'down', either: 'up or down' };

/** Returns what a rule looks for: "a trade of $500 or more", "NO falls to 40¢"; prices as `words` has them. */
export function aimWords(rule: AlertRule, words: PriceWords): string {
  switch (rule.kind) {
    case 'large-trade': {
      const { params } = rule;
      return params.by === 'value'
        ? `a trade of ${dollars(params.atLeast)} or more`
        : `a trade of ${params.times} times the market’s median of ${params.minutes} min, once ${params.minTrades} trades are known`;
    }
    case 'price-cross':
      return `${words.side} ${CROSSES[seenDirection(rule.params.direction, words)]} ${words.of(rule.params.level)}`;
    case 'move': {
      const { by, amount, minutes, direction } = rule.params;
      // A share of the YES price is none of the NO price: such a rule is told as it was written.
      if (by === 'percent')
        return `YES ${MOVES[direction]} ${amount / 100}% of its price or more within ${minutes} min`;
      const size = counted(amount / 100, 'point', String(amount / 100));
      return `${words.side} ${MOVES[seenDirection(direction, words)]} ${size} or more within ${minutes} min`;
    }
    case 'burst':
      return `four times the pace of the last ${rule.params.minutes} min`;
    case 'closing-soon':
      return `${rule.params.minutes} min before the close`;
    case 'feed-stale':
      return `nothing heard for ${rule.params.seconds} s`;
  }
}

export function scopeWords(scope: AlertScope): string {
  if (scope.of === 'everywhere') return 'all markets';
  if (scope.of === 'event') return `event ${scope.event}`;
  const [first = '', ...others] = scope.tickers;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** The way a price of the outcome goes where the YES price goes `direction`. */
function seenDirection(direction: AlertDirection, { outcome }: PriceWords): AlertDirection {
  if (outcome === 'yes' || direction === 'either') return direction;
  return direction === 'up' ? 'down' : 'up';
}

/** Returns what happened: "YES 1,000 at 50¢: $500", prices as `words` has them; times are those of `on`, with their day where it is not that of the firing. */
export function firingWords(row: AlertRow, words: PriceWords, on: Clock): string {
  switch (row.kind) {
    case 'large-trade': {
      const { value, quantity, price, isYes, median } = row.facts;
      const usual = median > 0 ? `; the median is ${dollars(median)}` : '';
      return `${isYes ? 'YES' : 'NO'} ${contractsShort(quantity)} at ${words.own(price)}: ${dollars(value)}${usual}`;
    }
    case 'price-cross': {
      const { yesPrice, level, isUp } = row.facts;
      const isRise = isUp === (words.outcome === 'yes');
      return `${words.side} ${isRise ? 'rose' : 'fell'} to ${words.of(yesPrice)}, ${yesPrice === level ? 'the level' : `past ${words.of(level)}`}`;
    }
    case 'move': {
      const { yesPrice, fromPrice, minutes } = row.facts;
      return `${words.side} ${changeWords(words.change(yesPrice - fromPrice))} within ${minutes} min: ${words.of(fromPrice)} to ${words.of(yesPrice)}`;
    }
    case 'burst':
      return `${contractsShort(row.facts.volume)} contracts in 10 s, last at ${words.mark}${words.of(row.facts.yesPrice)}`;
    case 'closing-soon':
      return `closes at ${instantWords(row.facts.closeAtMs, row.firedAtMs, on)}`;
    case 'feed-stale':
      return `nothing heard since ${instantWords(row.facts.lastHeardAtMs, row.firedAtMs, on)}`;
  }
}

/** Returns the prices of a firing in cents where `words` may round them: "YES 40¢ to YES 55.5¢"; else nothing. */
export function exactWords(row: AlertRow, words: PriceWords): string | undefined {
  switch (row.kind) {
    case 'large-trade':
      return words.exactOwn(row.facts.price);
    case 'price-cross':
      return words.exactOf(row.facts.yesPrice);
    case 'move':
      return (
        [words.exactOf(row.facts.fromPrice), words.exactOf(row.facts.yesPrice)]
          .filter((each) => each !== undefined)
          .join(' to ') || undefined
      );
    case 'burst':
      return words.exactOf(row.facts.yesPrice);
    case 'closing-soon':
    case 'feed-stale':
      return undefined;
  }
}

/** Returns who it is about: the market, or the feed. */
export function subjectWords({ market, ticker }: AlertRow): string {
  return market !== '' ? market : (ticker ?? 'The feed');
}

/** Returns how late: "0.3 s late"; from a minute on in minutes, from an hour on in hours. */
export function lateWords(lateMs: number): string {
  if (lateMs < 50) return 'at once';
  if (lateMs < 59_950) return `${(lateMs / 1_000).toFixed(1)} s late`;
  if (lateMs < 3_600_000) return `${Math.round(lateMs / 60_000)} min late`;
  return `${Math.round(lateMs / 3_600_000)} h late`;
}
