/** Markets and frames as the screen gets them, from the few fields a test is about. */
import type { HeatFrame, HotMarket } from '#contract/frames.ts';
import { must } from '#core/lib/assert.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { moneyAt, priceAt, quantityAt, timeAt } from '../../app/charts/columns.ts';

export interface HotMarketFields {
  readonly ticker?: string;
  readonly name?: string;
  readonly event?: string;
  readonly category?: string;
  /** 1e-2 contract. */
  readonly volume?: number;
  readonly yesVolume?: number;
  /** 1e-4 dollar. */
  readonly yesPrice?: number;
  readonly change?: number;
  readonly trades?: number;
}

export function aTicker(text: string): Ticker {
  return must(parseTicker(text), 'a ticker');
}

export function aHotMarket(fields: HotMarketFields = {}): HotMarket {
  const { ticker = 'KXTEST-1', volume = 10_000, yesPrice = 5_000, change = 0, trades = 10 } = fields;
  const yesVolume = fields.yesVolume ?? volume / 2;
  return {
    label: {
      ticker: aTicker(ticker),
      name: fields.name ?? ticker,
      title: '',
      event: fields.event ?? 'KXTEST',
      eventTitle: '',
      category: fields.category ?? 'Other',
      openAt: undefined,
      closeAt: undefined,
      status: 'active',
      result: '',
      isCombo: false,
    },
    yesPrice: priceAt([yesPrice], 0),
    lastAt: timeAt([0], 0),
    change,
    volume: quantityAt([volume], 0),
    yesVolume: quantityAt([yesVolume], 0),
    noVolume: quantityAt([volume - yesVolume], 0),
    netFlow: quantityAt([2 * yesVolume - volume], 0),
    notional: moneyAt([volume * yesPrice], 0),
    trades,
    isBurst: false,
    points: { at: new Float64Array(0), yesPrice: new Uint16Array(0) },
  };
}

/** Tiles by falling volume, as the worker orders them. */
export function aHeatFrame(tiles: readonly HotMarket[], othersCount = 0): HeatFrame {
  return {
    tiles: [...tiles].sort((a, b) => b.volume - a.volume),
    othersCount,
    othersVolume: quantityAt([othersCount * 100], 0),
  };
}
