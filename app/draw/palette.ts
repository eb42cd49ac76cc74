/**
 * The tokens of styles/index.css as colours a canvas can use. Tokens are written as light-dark(...), which only an element
 * can resolve, so a hidden probe is asked; asked again when the theme changes, not per frame.
 */
import { createStore, type Source } from '../state/store.ts';

const TOKENS = [
  'bg0',
  'bg1',
  'bg2',
  'bg3',
  'line',
  'line2',
  'control',
  'text',
  'text2',
  'text3',
  'yes',
  'no',
  'yes-bar',
  'no-bar',
  'yes-soft',
  'no-soft',
  'accent',
  'ok',
  'warn',
  'err',
  'focus',
  'heat-m3',
  'heat-m2',
  'heat-m1',
  'heat-0',
  'heat-p1',
  'heat-p2',
  'heat-p3',
  'heat-text',
  'heat-hatch',
] as const;

export type Token = (typeof TOKENS)[number];
export type Palette = Readonly<Record<Token, string>>;

const EMPTY = Object.fromEntries(TOKENS.map((token) => [token, '#808080'])) as Record<Token, string>;
const current = createStore<Palette>(EMPTY);

/** The colours of the theme that is on; a new object only when it changes. */
export const palette: Source<Palette> = current;

/** Reads the tokens now and whenever the theme changes; returns the stopper. */
export function followPalette(root: HTMLElement): () => void {
  const read = (): void => {
    current.set(readPalette(root));
  };
  read();
  const observer = new MutationObserver(read);
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', read);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', read);
  };
}

function readPalette(root: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  root.append(probe);
  const colours = { ...EMPTY };
  for (const token of TOKENS) {
    probe.style.color = `var(--${token})`;
    colours[token] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}
