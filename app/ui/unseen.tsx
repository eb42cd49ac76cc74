/**
 * Words between drawn ones that make a sentence of them for readers. A name made this way always holds what is drawn (WCAG 2.5.3).
 * A blank is read before and after, so they begin with no comma.
 */
export function Unseen({ words }: { words: string }) {
  return <span className="sr-only">{words}</span>;
}
