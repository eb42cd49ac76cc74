/**
 * The page's tokens as colours a canvas understands. Tokens may be `light-dark()` or mixes, so each is resolved by the
 * browser itself on a throw-away element.
 */
import { useSyncExternalStore } from 'react';

const TOKENS = {
  bg1: '--bg1',
  line: '--line',
  line2: '--line2',
  text: '--text',
  text2: '--text2',
  text3: '--text3',
  yes: '--yes',
  no: '--no',
  yesBar: '--yes-bar',
  noBar: '--no-bar',
  accent: '--accent',
  warn: '--warn',
  gap: '--gap',
} as const;

export type ChartTheme = { readonly [Name in keyof typeof TOKENS]: string } & { readonly font: string };

/** Returns the theme of the page. Not that of the panel, which may be grey now and current soon. */
export function readTheme(): ChartTheme {
  const probe = document.createElement('i');
  document.body.append(probe);
  // Else a page in the system's own colours would have all of them alike.
  probe.style.forcedColorAdjust = 'none';
  const style = getComputedStyle(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return style.color;
  };
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, read(token)]));
  const font = `11px ${style.fontFamily}`;
  probe.remove();
  return { ...(colours as Record<keyof typeof TOKENS, string>), font };
}

const DARK = '(prefers-color-scheme: dark)';
const FORCED = '(forced-colors: active)';

/** Calls `listener` when the system's or the page's own choice of theme or palette changes. Returns the stopper. */
function subscribe(listener: () => void): () => void {
  const media = [matchMedia(DARK), matchMedia(FORCED)];
  const observer = new MutationObserver(listener);
  for (const each of media) each.addEventListener('change', listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-palette'],
  });
  return () => {
    for (const each of media) each.removeEventListener('change', listener);
    observer.disconnect();
  };
}

/** Returns a name that changes whenever the colours do; it begins with the system's theme. */
export function useThemeName(): string {
  return useSyncExternalStore(subscribe, () => {
    const { theme = '', palette = '' } = document.documentElement.dataset;
    const system = matchMedia(DARK).matches ? 'dark' : 'light';
    return [system, theme, palette, matchMedia(FORCED).matches ? 'forced' : ''].join(' ');
  });
}
