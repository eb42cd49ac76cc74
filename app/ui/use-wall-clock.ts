/** The reader's own time of day, also while a recording is played: what is long ago, and which day is today. */
import { useEffect, useState } from 'react';

/** Returns the time, ms, renewed every `everyMs`. */
export function useWallClock(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
