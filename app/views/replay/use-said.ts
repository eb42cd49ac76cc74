/** What the transport says of the last step or jump. It is of one moment, so it goes again: with the next move, or by itself. */
import { useCallback, useEffect, useState } from 'react';

/** How long it is said that there was nothing to go to. What failed is said until the next move. */
const SAID_MS = 6_000;

interface Said {
  readonly text: string;
  readonly isFailure: boolean;
}

const NOTHING: Said = { text: '', isFailure: false };

/** Returns what is said now, and the ways to say something and that something failed. When the clock starts to run nothing is said any more. */
export function useSaid(
  isPlaying: boolean,
): readonly [said: string, say: (text: string) => void, sayFailure: (text: string) => void] {
  const [said, setSaid] = useState(NOTHING);
  const [wasPlaying, setWasPlaying] = useState(isPlaying);
  if (isPlaying !== wasPlaying) {
    setWasPlaying(isPlaying);
    if (isPlaying) setSaid(NOTHING);
  }
  useEffect(() => {
    if (said.text === '' || said.isFailure) return undefined;
    const timer = setTimeout(() => setSaid(NOTHING), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const say = useCallback((text: string) => setSaid({ text, isFailure: false }), []);
  const sayFailure = useCallback((text: string) => setSaid({ text, isFailure: true }), []);
  return [said.text, say, sayFailure];
}
