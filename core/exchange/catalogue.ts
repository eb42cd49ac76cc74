/**
 * Turns a series into a concrete event with its markets: tickers, titles, strikes, claims, times. Pure: the caller says
 * when the event opens and closes and at what level its path stands. Ticker spelling follows the exchange's customs.
 */
import type { Rng } from '../lib/rng.ts';
import { must } from '../lib/assert.ts';
import { parseTicker, type Ticker } from '../units/ticker.ts';
import { DAY, MINUTE, plus, type UnixMs } from '../units/time.ts';
import { dayCode, dayName, minuteCode, timeName } from './calendar.ts';
import type { Claim } from './fair-value.ts';
import { hashText } from './ids.ts';
import type { Series } from './series.ts';

export interface StrikeText {
  readonly type: 'greater_or_equal' | 'less' | 'between' | 'structured';
  readonly floor?: number;
  readonly cap?: number;
}

export interface MarketPlan {
  readonly ticker: Ticker;
  readonly title: string;
  readonly yesSubTitle: string;
  readonly noSubTitle: string;
  readonly rules: string;
  readonly claim: Claim;
  readonly strike: StrikeText;
  /** Share of the event's trades, relative to its siblings. */
  readonly weight: number;
}

export interface EventPlan {
  readonly series: Series;
  readonly ticker: Ticker;
  readonly title: string;
  readonly subTitle: string;
  /** True where exactly one of the markets ends YES. */
  readonly isExclusive: boolean;
  readonly openAt: UnixMs;
  readonly closeAt: UnixMs;
  /** From when the path moves at full speed. */
  readonly liveFrom: UnixMs;
  readonly markets: readonly MarketPlan[];
  /** Sum of their weights. */
  readonly totalWeight: number;
  /** Starting logits of a race; empty otherwise. */
  readonly logits: readonly number[];
}

export interface PlanRequest {
  readonly openAt: UnixMs;
  readonly closeAt: UnixMs;
  /** Level of the path at the opening; strikes are laid around it. */
  readonly level: number;
  /** Tells matches, and combos, of one day apart. */
  readonly instance: number;
  /** What the legs of a combo say, for its title. */
  readonly legTexts?: readonly string[];
}

/** Weight of the market `distance` places from the busiest one of its event: neighbours of the money trade most. */
const falloff = (distance: number): number => 1 / (1 + distance) ** 1.3;

const lower = (text: string): string => text.toLowerCase();
const tickerFrom = (text: string): Ticker => must(parseTicker(text), `a legal ticker, found ${text}`);

/** Returns `level` as people read it, at the precision of `step`. */
function levelText(series: Series, level: number, step: number): string {
  const decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  const [whole = '', fraction] = level.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${series.unit[0]}${grouped}${fraction === undefined ? '' : `.${fraction}`}${series.unit[1]}`;
}

const roundTo = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Returns the event of `series` that `request` describes. Draws from `rng` only for the sides of a match. */
export function planEvent(series: Series, request: PlanRequest, rng: Rng): EventPlan {
  const { openAt, closeAt } = request;
  const sides = series.shape.kind === 'match' ? drawSides(series.shape.teams, rng) : undefined;
  const ticker = tickerFrom(`${series.ticker}-${eventCode(series, request, sides)}`);
  const match = sides === undefined ? 'the match of the day' : sides.join(' at ');
  const title = series.eventTitle
    .replace('{date}', dayName(closeAt))
    .replace('{time}', timeName(closeAt))
    .replace('{match}', match);
  const { cadence, shape } = series;
  const liveFrom = cadence.kind === 'matches' ? plus(closeAt, -cadence.liveMinutes * MINUTE) : openAt;
  const draft = {
    series,
    ticker,
    title,
    closeAt,
    level: request.level,
    sides,
    legTexts: request.legTexts ?? [],
  };
  const markets = planMarkets(draft);
  return {
    series,
    ticker,
    title,
    subTitle:
      cadence.kind === 'long' ? `By ${dayName(closeAt)}` : `${dayName(closeAt)}, ${timeName(closeAt)}`,
    isExclusive: shape.kind === 'ranges' || shape.kind === 'match' || shape.kind === 'race',
    openAt,
    closeAt,
    liveFrom,
    markets,
    totalWeight: markets.reduce((sum, plan) => sum + plan.weight, 0),
    logits: shape.kind === 'race' ? shape.contenders.map(([, percent]) => Math.log(percent)) : [],
  };
}

function drawSides(teams: readonly string[], rng: Rng): readonly [string, string] {
  const away = rng.integer(teams.length);
  const home = (away + 1 + rng.integer(teams.length - 1)) % teams.length;
  return [must(teams[away], 'a visiting side'), must(teams[home], 'a home side')];
}

function eventCode(
  series: Series,
  request: PlanRequest,
  sides: readonly [string, string] | undefined,
): string {
  const day = dayCode(request.closeAt);
  switch (series.cadence.kind) {
    case 'clock':
      return series.cadence.minutes * MINUTE >= DAY ? day : `${day}${minuteCode(request.closeAt)}`;
    case 'matches':
      if (series.shape.kind === 'combo')
        return `S${hashText(day, request.instance).toString(16).toUpperCase()}`;
      return `${day}${sides?.map(abbreviate).join('') ?? ''}${request.instance}`;
    case 'long':
      return day;
  }
}

/** Returns three or four capitals that stand for a name: "New York" is "NEWY". */
function abbreviate(name: string): string {
  return name
    .replace(/[^A-Za-z]/g, '')
    .slice(0, 4)
    .toUpperCase();
}

interface Draft {
  readonly series: Series;
  readonly ticker: Ticker;
  readonly title: string;
  readonly closeAt: UnixMs;
  readonly level: number;
  readonly legTexts: readonly string[];
  readonly sides: readonly [string, string] | undefined;
}

function planMarkets(draft: Draft): MarketPlan[] {
  const { series, level } = draft;
  const { shape } = series;
  switch (shape.kind) {
    case 'up-down': {
      const floor = Number(level.toPrecision(7));
      const text = `At least ${levelText(series, floor, floor > 1_000 ? 0.1 : 0.01)}`;
      const strike: StrikeText = { type: 'greater_or_equal', floor };
      return [market(draft, minuteCode(draft.closeAt).slice(2), text, { kind: 'above', floor }, strike, 1)];
    }
    case 'above':
      return Array.from({ length: shape.strikes }, (_, index) => {
        const place = index - (shape.strikes - 1) / 2;
        const floor = roundTo(roundTo(level, shape.step) + Math.round(place) * shape.step, shape.step);
        const text = `${levelText(series, floor, shape.step)} or above`;
        const strike: StrikeText = { type: 'greater_or_equal', floor };
        return market(draft, `T${floor}`, text, { kind: 'above', floor }, strike, falloff(Math.abs(place)));
      });
    case 'ranges':
      return planRanges(draft, shape.buckets, shape.step);
    case 'match':
      return planMatch(draft, shape.draw);
    case 'combo':
      return [market(draft, 'ALL', draft.legTexts.join(', '), { kind: 'legs' }, { type: 'structured' }, 1)];
    case 'race':
      return shape.contenders.map(([name, percent], index) =>
        market(
          draft,
          contenderCode(name, index),
          name,
          { kind: 'winner', index },
          { type: 'structured' },
          0.1 + percent / 100,
        ),
      );
  }
}

/** Two words may share their first letters, so the place in the list is part of the code. */
const contenderCode = (name: string, index: number): string => `${abbreviate(name)}${index + 1}`;

function planRanges(draft: Draft, buckets: number, step: number): MarketPlan[] {
  const { series } = draft;
  const lowest = roundTo(roundTo(draft.level, step) - (buckets / 2) * step, step);
  const plans: MarketPlan[] = [];
  for (let index = -1; index <= buckets; index++) {
    const floor = roundTo(lowest + index * step, step / 2);
    const cap = roundTo(floor + step, step / 2);
    const weight = falloff(Math.abs(index - (buckets - 1) / 2));
    const [from, to] = [levelText(series, floor, step / 2), levelText(series, cap, step / 2)];
    if (index < 0) {
      plans.push(
        market(draft, `T${cap}`, `Below ${to}`, { kind: 'below', cap }, { type: 'less', cap }, weight),
      );
    } else if (index === buckets) {
      const strike: StrikeText = { type: 'greater_or_equal', floor };
      plans.push(market(draft, `T${floor}`, `${from} or above`, { kind: 'above', floor }, strike, weight));
    } else {
      const strike: StrikeText = { type: 'between', floor, cap };
      const middle = roundTo((floor + cap) / 2, step / 4);
      plans.push(
        market(draft, `B${middle}`, `${from} to ${to}`, { kind: 'between', floor, cap }, strike, weight),
      );
    }
  }
  return plans;
}

/** The path is the home side's lead at the end. */
function planMatch(draft: Draft, draw: number): MarketPlan[] {
  const [away, home] = must(draft.sides, 'the sides of a match');
  const structured: StrikeText = { type: 'structured' };
  const plans = [
    market(draft, abbreviate(away), away, { kind: 'below', cap: -draw }, structured, 1),
    market(draft, abbreviate(home), home, { kind: 'above', floor: draw }, structured, 0.9),
  ];
  if (draw > 0) {
    plans.push(market(draft, 'TIE', 'Draw', { kind: 'between', floor: -draw, cap: draw }, structured, 0.4));
  }
  return plans;
}

function market(
  draft: Draft,
  code: string,
  yesSubTitle: string,
  claim: Claim,
  strike: StrikeText,
  weight: number,
): MarketPlan {
  return {
    ticker: tickerFrom(`${draft.ticker}-${code}`),
    title: `${draft.title.replace(/\?$/, '')}: ${yesSubTitle}?`,
    yesSubTitle,
    noSubTitle: `Not ${strike.type === 'structured' ? yesSubTitle : yesSubTitle.replace(/^[AB]/, lower)}`,
    rules: `If "${yesSubTitle}" holds for "${draft.title}" at the close, the market resolves to Yes. Simulated.`,
    claim,
    strike,
    weight,
  };
}
