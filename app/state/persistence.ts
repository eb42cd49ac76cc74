/**
 * Whether the browser keeps the recordings when its disk gets full. It is asked once by itself, after the first recorded minutes:
 * then there is something to keep. After that only people ask again. What it said is remembered in localStorage.
 */
import type { RecordingStatus } from '#contract/frames.ts';
import { MINUTE } from '#core/units/time.ts';
import { createStore, type Source } from './store.ts';

const KEY = 'flowboard.persistence';
const ASKED = 'asked';
/** So much is recorded before the browser is asked. */
export const RECORDED_BEFORE_MS = 2 * MINUTE;
const LOOK_EVERY_MS = 5_000;

/** `silent`: this browser has no such promise. `refused`: it was asked, and may still clear them. */
export type Persistence = 'unknown' | 'silent' | 'not-asked' | 'kept' | 'refused';

const known = createStore<Persistence>('unknown');

/** What the browser has said. */
export const persistence: Source<Persistence> = known;

const WORDS: Readonly<Record<Persistence, string>> = {
  unknown: 'The browser is being asked whether it keeps the recordings.',
  silent: 'This browser makes no promise: it may clear the recordings when the disk is full.',
  'not-asked':
    'The browser may clear the recordings when the disk is full. It is asked to keep them after the first two recorded minutes.',
  kept: 'Kept by the browser: it has promised not to clear the recordings, even when the disk is full.',
  refused:
    'May be cleared by the browser when the disk is full: it was asked to keep the recordings and did not agree. Export what matters.',
};

/** Returns the answer in a sentence. */
export function persistenceWords(state: Persistence): string {
  return WORDS[state];
}

/** Whether enough is recorded at `now` that the browser may be asked. */
export function isWorthAsking(recording: RecordingStatus | undefined, now: number): boolean {
  if (recording?.state !== 'recording' || recording.since === undefined) return false;
  return recording.stored > 0 && now - recording.since >= RECORDED_BEFORE_MS;
}

/** Reads what was said before, and asks when it is time; `recording` tells how far the recording is. */
export async function followPersistence(
  recording: () => RecordingStatus | undefined,
  every: (ms: number, run: () => void) => () => void,
): Promise<void> {
  await lookUp();
  if (known.getSnapshot() !== 'not-asked') return;
  const stop = every(LOOK_EVERY_MS, () => {
    // Somebody has asked by hand meanwhile, here or in another tab.
    if (known.getSnapshot() !== 'not-asked') stop();
    else if (wasAsked()) {
      stop();
      void lookUp();
    } else if (isWorthAsking(recording(), Date.now())) {
      stop();
      void askToKeep();
    }
  });
}

/** Asks the browser to keep the recordings, and remembers that it was asked. Never rejects. */
export async function askToKeep(): Promise<void> {
  const storage = manager();
  if (storage === undefined) return;
  try {
    const isKept = await storage.persist();
    localStorage.setItem(KEY, ASKED);
    known.set(isKept ? 'kept' : 'refused');
  } catch {
    known.set('refused');
  }
}

async function lookUp(): Promise<void> {
  const storage = manager();
  const isKept = await storage?.persisted().catch(() => false);
  known.set(isKept === undefined ? 'silent' : isKept ? 'kept' : wasAsked() ? 'refused' : 'not-asked');
}

function wasAsked(): boolean {
  try {
    return localStorage.getItem(KEY) === ASKED;
  } catch {
    return false;
  }
}

/** Absent in old browsers, and where the page has no secure address. */
function manager(): StorageManager | undefined {
  const { storage } = navigator as { readonly storage?: StorageManager };
  return storage !== undefined && 'persist' in storage ? storage : undefined;
}
