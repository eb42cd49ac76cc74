/**
 * The parts of the page that nobody sees in its first second: loaded right after it, not before. They are fetched even if
 * nobody opens them, because the relay may be gone when somebody does.
 */
import { lazy } from 'react';

const loadDrawer = () =>
  import('./views/market/market-drawer.tsx').then((part) => ({ default: part.MarketDrawer }));
const loadMarketPage = () =>
  import('./views/market/page/market-page.tsx').then((part) => ({ default: part.MarketPage }));
const loadEventPage = () =>
  import('./views/event/event-page.tsx').then((part) => ({ default: part.EventPage }));
const loadBanner = () =>
  import('./views/replay/replay-banner.tsx').then((part) => ({ default: part.ReplayBanner }));
const loadTransport = () =>
  import('./views/replay/transport.tsx').then((part) => ({ default: part.Transport }));
const loadBackgroundWord = () =>
  import('./views/replay/background-word.tsx').then((part) => ({ default: part.BackgroundWord }));
const loadAnalytics = () =>
  import('./views/flow/analytics/analytics-panel.tsx').then((part) => ({ default: part.AnalyticsPanel }));
const loadSettings = () =>
  import('./views/settings/settings-sheet.tsx').then((part) => ({ default: part.SettingsSheet }));
const loadDialogs = () => import('./views/dialogs.tsx').then((part) => ({ default: part.Dialogs }));

export const MarketDrawer = lazy(loadDrawer);
export const MarketPage = lazy(loadMarketPage);
export const EventPage = lazy(loadEventPage);
export const ReplayBanner = lazy(loadBanner);
export const Transport = lazy(loadTransport);
export const BackgroundWord = lazy(loadBackgroundWord);
export const AnalyticsPanel = lazy(loadAnalytics);
export const SettingsSheet = lazy(loadSettings);
export const Dialogs = lazy(loadDialogs);

/** Fetches every part that is not there yet; a failure shows when the part is drawn. */
export function loadEarly(): void {
  for (const load of [
    loadBanner,
    loadTransport,
    loadBackgroundWord,
    loadAnalytics,
    loadDrawer,
    loadMarketPage,
    loadDialogs,
    loadSettings,
    loadEventPage,
  ])
    void load().catch(() => undefined);
}
