/**
 * The parts of the page that nobody sees in its first second: loaded right after it, not before. They are fetched even if
 * nobody opens them, because the relay may be gone when somebody does.
 */
import { part } from './ui/part.tsx';
import { TermCard } from './ui/term-part.ts';

export const MarketDrawer = part('The drawer', 'line', () =>
  import('./views/market/market-drawer.tsx').then((file) => file.MarketDrawer),
);
export const MarketPage = part('The market', 'page', () =>
  import('./views/market/page/market-page.tsx').then((file) => file.MarketPage),
);
export const EventPage = part('The event', 'page', () =>
  import('./views/event/event-page.tsx').then((file) => file.EventPage),
);
export const ReplayBanner = part('The word about the recording', 'line', () =>
  import('./views/replay/replay-banner.tsx').then((file) => file.ReplayBanner),
);
export const Transport = part('The controls of the recording', 'line', () =>
  import('./views/replay/transport.tsx').then((file) => file.Transport),
);
export const BackgroundWord = part('The word about the live feed', 'line', () =>
  import('./views/replay/background-word.tsx').then((file) => file.BackgroundWord),
);
export const NoTradesHere = part('The word about the recording', 'line', () =>
  import('./views/replay/no-trades-here.tsx').then((file) => file.NoTradesHere),
);
export const AnalyticsPanel = part('The analytics', 'line', () =>
  import('./views/flow/analytics/analytics-panel.tsx').then((file) => file.AnalyticsPanel),
);
export const TapeFilterSheet = part('The filter of the tape', 'line', () =>
  import('./views/flow/tape/tape-filter-sheet.tsx').then((file) => file.TapeFilterSheet),
);
export const SettingsSheet = part('The sheet of settings', 'line', () =>
  import('./views/settings/settings-sheet.tsx').then((file) => file.SettingsSheet),
);
export const Tour = part('The round for newcomers', 'line', () =>
  import('./views/tour/tour.tsx').then((file) => file.Tour),
);
export const Dialogs = part('The dialogs', 'line', () =>
  import('./views/dialog-stack.tsx').then((file) => file.Dialogs),
);

/** Fetches every part that is not there yet. */
export function loadEarly(): void {
  for (const early of [
    ReplayBanner,
    Transport,
    BackgroundWord,
    NoTradesHere,
    AnalyticsPanel,
    MarketDrawer,
    MarketPage,
    Dialogs,
    SettingsSheet,
    EventPage,
    TapeFilterSheet,
    Tour,
    TermCard,
  ])
    early.fetch();
  // Where it fails, the press of the button asks again and says why.
  import('./ui/snapshot/take.ts').catch(() => undefined);
}
