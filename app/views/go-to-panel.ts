/** The panels by letter, on whichever page one is: T the trades, H the heat, B the best or the book, C the chart. */

/** Of each letter: the panels, one of a page at most, and on a phone the tabs they lie behind. */
const PANELS: Readonly<Record<string, readonly [panels: string, tabs: string]>> = {
  t: ['.area-tape, .area-trades', '#tab-tape, #tab-trades'],
  h: ['.heat-panel, .area-liquidity', '#tab-heat, #tab-liquidity'],
  b: ['.area-hot, .area-ladder, .area-markets', '#tab-hot, #tab-ladder'],
  c: ['.analytics-panel, .area-price, .area-prices', '#tab-analytics, #tab-price'],
};
/** What arrows move in, as a grid or a picture; else a card or a link. The best first. */
const STOPS = ['.panel-body [tabindex="0"]:not([role="radio"])', '.panel-body :is(a, button)'] as const;

/** Returns the letter of the panel that `element` stands in. */
export function letterOf(element: Element): string | undefined {
  return Object.keys(PANELS).find((letter) => element.closest(PANELS[letter]?.[0] ?? '') !== null);
}

/** Puts the focus into the panel of `letter`; returns whether there is one that can be reached. */
export function goToPanel(letter: string): boolean {
  const [panels, tabs] = PANELS[letter] ?? [];
  if (panels === undefined || tabs === undefined) return false;
  const panel = document.querySelector<HTMLElement>(panels);
  const target = panel ?? document.querySelector<HTMLElement>(tabs);
  // Behind a dialog that is in front of everything nothing can be reached.
  if (target === null || target.closest('[inert], [aria-hidden="true"]') !== null) return false;
  if (panel === null) target.click();
  const [stop = target] = STOPS.flatMap((of) => panel?.querySelector<HTMLElement>(of) ?? []);
  if (stop === panel) panel.tabIndex = -1;
  stop.focus();
  stop.scrollIntoView({ block: 'nearest' });
  return true;
}
