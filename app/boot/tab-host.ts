/**
 * The leader's side of the links: keeps one port to the market worker for each link of each follower, carries messages both
 * ways, and has a few verbs called for them. A follower that was silent for ten seconds is forgotten.
 */
import {
  SHARED_VERBS,
  type LeaderSettings,
  type Link,
  type LinkTarget,
  type SharedVerb,
  type TabId,
  type TabMessage,
} from '#contract/tabs.ts';

const FORGET_MS = 10_000;
const LOOK_MS = 2_000;
/** Tells whoever writes into a river that nobody reads it any more (river.ts). */
const CLOSE = { kind: 'close' };

/** The near end of a channel whose far end the market worker has. */
export interface LinkPort {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
}

export interface TabHostDeps {
  readonly tab: TabId;
  readonly post: (message: TabMessage) => void;
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly settings: () => LeaderSettings;
  readonly open: (target: LinkTarget) => LinkPort;
  readonly call: (verb: SharedVerb, args: readonly unknown[]) => Promise<unknown>;
}

interface OpenLink {
  readonly target: LinkTarget;
  readonly port: LinkPort;
}

interface FollowingTab {
  readonly links: Map<number, OpenLink>;
  heardAt: number;
}

export class TabHost {
  readonly #deps: TabHostDeps;
  readonly #tabs = new Map<TabId, FollowingTab>();
  #run = 0;
  #isOpen = false;
  #cancelLook: () => void = () => undefined;

  constructor(deps: TabHostDeps) {
    this.#deps = deps;
  }

  /** The workers run: followers may open links. Called again after each birth, since links end with their worker. */
  begin(): void {
    this.end();
    this.#isOpen = true;
    this.#run++;
    this.announce();
    this.#look();
  }

  /** The workers are ended. */
  end(): void {
    this.#isOpen = false;
    this.#cancelLook();
    for (const tab of [...this.#tabs.keys()]) this.#forget(tab);
  }

  /** Says who leads and with which settings. */
  announce(): void {
    const { tab, settings, post } = this.#deps;
    if (this.#isOpen) post({ kind: 'leader', tab, run: this.#run, settings: settings() });
  }

  hear(message: TabMessage): void {
    if (!this.#isOpen) return;
    switch (message.kind) {
      case 'hello':
        this.#greet(message.tab, message.links);
        return;
      case 'up':
        this.#carry(message.tab, message.link, message.data);
        return;
      case 'bye':
        this.#forget(message.tab);
        return;
      case 'ask':
        void this.#answer(message.tab, message.id, message.verb, message.args);
        return;
      default:
    }
  }

  #greet(name: TabId, links: readonly Link[]): void {
    const known = this.#tabs.get(name);
    const tab = known ?? { links: new Map<number, OpenLink>(), heardAt: 0 };
    tab.heardAt = this.#deps.now();
    this.#tabs.set(name, tab);
    for (const [id, link] of tab.links) if (!links.some((wanted) => wanted.id === id)) close(tab, id, link);
    for (const { id, target } of links) if (!tab.links.has(id)) this.#open(name, tab, id, target);
    if (known === undefined) this.announce();
  }

  #open(name: TabId, tab: FollowingTab, id: number, target: LinkTarget): void {
    const port = this.#deps.open(target);
    tab.links.set(id, { target, port });
    port.onmessage = (event) => {
      this.#deps.post({ kind: 'down', tab: name, link: id, data: event.data });
    };
  }

  #carry(name: TabId, id: number, data: unknown): void {
    const tab = this.#tabs.get(name);
    if (tab === undefined) return;
    tab.heardAt = this.#deps.now();
    tab.links.get(id)?.port.postMessage(data);
  }

  async #answer(tab: TabId, id: number, verb: string, args: readonly unknown[]): Promise<void> {
    const { call, post } = this.#deps;
    const shared = SHARED_VERBS.find((name) => name === verb);
    const answer = (value: unknown, fault: string | undefined): void => {
      post({ kind: 'answer', tab, id, value, fault });
    };
    if (shared === undefined) return answer(undefined, `A tab that follows cannot call "${verb}".`);
    try {
      answer(await call(shared, args), undefined);
    } catch (error) {
      answer(undefined, error instanceof Error ? error.message : String(error));
    }
  }

  #look(): void {
    const { now, after } = this.#deps;
    for (const [name, tab] of this.#tabs) if (now() - tab.heardAt >= FORGET_MS) this.#forget(name);
    this.#cancelLook = after(LOOK_MS, () => {
      this.#look();
    });
  }

  #forget(name: TabId): void {
    const tab = this.#tabs.get(name);
    if (tab === undefined) return;
    for (const [id, link] of tab.links) close(tab, id, link);
    this.#tabs.delete(name);
    this.#deps.post({ kind: 'forgot', tab: name });
  }
}

function close(tab: FollowingTab, id: number, { target, port }: OpenLink): void {
  if (target.kind === 'river') port.postMessage(CLOSE);
  port.onmessage = null;
  port.close();
  tab.links.delete(id);
}
