/**
 * The channel between the tabs of one browser. Every message carries the version of these words and the build of the page that
 * said it. Tabs of two builds stand side by side after an update: the frames, rivers and answers of the one may not be what the
 * other expects, so only the few words about who leads (BETWEEN_BUILDS) pass between them. Nobody has to remember to raise a
 * number when the workers' contract changes: another build is another contract.
 */
import { TABS_VERSION, type TabMessage } from '#contract/tabs.ts';

const CHANNEL = 'flowboard-tabs';

export interface Tabs {
  /** To all other tabs; never comes back to this one. */
  post(message: TabMessage): void;
  /** One listener; `isOurBuild` is false for what a tab of another build has said. */
  onMessage(listener: (message: TabMessage, isOurBuild: boolean) => void): void;
}

/** Returns the browser's own channel between tabs of this origin, for a page of `build`. */
export function openTabs(build: string): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    post: (message) => {
      channel.postMessage({ ...message, version: TABS_VERSION, build });
    },
    onMessage: (listener) => {
      channel.onmessage = (event: MessageEvent<unknown>) => {
        const { data } = event;
        if (isMessage(data)) listener(data, data.build === build);
      };
    },
  };
}

function isMessage(data: unknown): data is TabMessage & { readonly build?: unknown } {
  return typeof data === 'object' && data !== null && 'version' in data && data.version === TABS_VERSION;
}
