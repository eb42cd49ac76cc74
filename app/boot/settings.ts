/** The user's settings: the relay's display defaults until something is changed here, then kept in this browser. */
import { alertSettingsFrom } from '#core/market/alerts/parse-rule.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { parseTicker } from '#core/units/ticker.ts';
import type { Settings } from './flowboard.ts';
import type { RelayDefaults } from './relay.ts';

/** When neither the relay nor the user has said anything; the same as the relay's own (docs/api.md). */
export const DEFAULT_SETTINGS: Settings = {
  restEnabled: true,
  windowMinutes: 10,
  hotMarketsLimit: 12,
  recentTradesLimit: 200,
  includeCombos: false,
  retention: { days: 30, bytes: 0 },
  recording: { tickers: [], mostActive: 10 },
  alerts: NO_ALERTS,
};

/** Returns the settings that `stored` (whatever the browser kept) holds, over the relay's defaults. Wrong values are left out. */
export function settingsFrom(stored: unknown, defaults: Partial<RelayDefaults> = {}): Settings {
  const kept: Partial<Record<keyof Settings, unknown>> =
    typeof stored === 'object' && stored !== null ? stored : {};
  const days = defaults.dataRetentionDays ?? DEFAULT_SETTINGS.retention.days;
  return {
    restEnabled: flag(kept.restEnabled, DEFAULT_SETTINGS.restEnabled),
    windowMinutes: count(
      kept.windowMinutes,
      MAX_WINDOW_MINUTES,
      defaults.windowMinutes ?? DEFAULT_SETTINGS.windowMinutes,
    ),
    hotMarketsLimit: count(
      kept.hotMarketsLimit,
      200,
      defaults.hotMarketsLimit ?? DEFAULT_SETTINGS.hotMarketsLimit,
    ),
    recentTradesLimit: count(
      kept.recentTradesLimit,
      5_000,
      defaults.recentTradesLimit ?? DEFAULT_SETTINGS.recentTradesLimit,
    ),
    includeCombos: flag(kept.includeCombos, DEFAULT_SETTINGS.includeCombos),
    retention: retentionFrom(kept.retention, days),
    recording: recordingFrom(kept.recording),
    alerts: alertSettingsFrom(kept.alerts),
  };
}

/** The longest rolling window. */
export const MAX_WINDOW_MINUTES = 60;

function recordingFrom(value: unknown): Settings['recording'] {
  const kept: { readonly tickers?: unknown; readonly mostActive?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const listed: readonly unknown[] = Array.isArray(kept.tickers) ? kept.tickers : [];
  const tickers = listed.flatMap((text) => (typeof text === 'string' ? (parseTicker(text) ?? []) : []));
  const isNone = kept.mostActive === 0;
  return {
    tickers: [...new Set(tickers)].slice(0, MAX_BOOKS),
    mostActive: isNone ? 0 : count(kept.mostActive, MAX_BOOKS, DEFAULT_SETTINGS.recording.mostActive),
  };
}

/** Books kept at once; the exchange's subscription takes them all. */
export const MAX_BOOKS = 500;

function retentionFrom(value: unknown, days: number): Settings['retention'] {
  const kept: { readonly days?: unknown; readonly bytes?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const bytes = kept.bytes;
  return {
    days: count(kept.days, MAX_DAYS, days),
    bytes: typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : 0,
  };
}

/** Ten years: more is the same as for ever. */
export const MAX_DAYS = 3_650;

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function count(value: unknown, most: number, otherwise: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most
    ? value
    : otherwise;
}
