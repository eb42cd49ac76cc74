/** The channel between the tabs of one browser, with its version on every message: what another version says is not heard. */
import { TABS_VERSION, type TabMessage } from '#contract/tabs.ts';

const CHANNEL = 'flowboard-tabs';

export interface Tabs {
  /** To all other tabs; never comes back to this one. */
  post(message: TabMessage): void;
  /** One listener. */
  onMessage(listener: (message: TabMessage) => void): void;
}

/** Returns the browser's own channel between tabs of this origin. */
export function openTabs(): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    post: (message) => {
      channel.postMessage({ ...message, version: TABS_VERSION });
    },
    onMessage: (listener) => {
      channel.onmessage = (event: MessageEvent<unknown>) => {
        if (isMessage(event.data)) listener(event.data);
      };
    },
  };
}

function isMessage(data: unknown): data is TabMessage {
  return typeof data === 'object' && data !== null && 'version' in data && data.version === TABS_VERSION;
}
