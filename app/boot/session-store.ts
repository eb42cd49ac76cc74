/** The state of this tab's session: one value, replaced as a whole, and who wants to know. */
import type { UnixMs } from '#core/units/time.ts';
import type { ReadableStore, SessionState } from './flowboard.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** News older than these is not worth its room. */
const MAX_NOTICES = 20;

export class SessionStore implements ReadableStore<SessionState> {
  readonly #now: () => UnixMs;
  readonly #listeners = new Set<() => void>();
  #nextNotice = 1;
  #state: SessionState = {
    role: 'starting',
    isTakingOver: false,
    pairing: 'checking',
    mode: undefined,
    exchangeId: undefined,
    isRelayReachable: true,
    reason: '',
    notices: [],
    workers: [],
    settings: DEFAULT_SETTINGS,
    isLeaderForeign: false,
    isTransferring: false,
    update: 'none',
    replay: undefined,
    version: '',
  };

  constructor(now: () => UnixMs) {
    this.#now = now;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  getSnapshot = (): SessionState => this.#state;

  set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  notice(text: string): void {
    const notice = { id: this.#nextNotice++, at: this.#now(), text };
    this.set({ notices: [...this.#state.notices, notice].slice(-MAX_NOTICES) });
  }
}
