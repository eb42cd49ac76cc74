/**
 * A follower's side of the links: opens them through the tab that leads, opens them again when another tab leads or the
 * workers were born again, and asks for the few verbs a follower may have called. Says hello while somebody looks at the tab.
 */
import type { LeaderSettings, LinkTarget, SharedVerb, TabId, TabMessage } from '#contract/tabs.ts';

/** A third of what the leader forgets after. */
const HELLO_MS = 3_000;
/** As for a worker of our own, and the way there and back. */
const ANSWER_MS = 6_000;

export interface FollowerDeps {
  readonly tab: TabId;
  readonly post: (message: TabMessage) => void;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Nobody looks at a hidden tab: it is forgotten, and comes back when it is shown. */
  readonly isHidden: () => boolean;
  /** Those of the tab that leads. */
  onSettings(settings: LeaderSettings): void;
  /** What was sent over links and not answered yet never will be: ask again. */
  onRenewed(): void;
}

/** One end of a link. */
export interface LinkEnd {
  send(data: unknown): void;
  close(): void;
}

interface OpenLink {
  readonly target: LinkTarget;
  receive(data: unknown): void;
}

interface Question {
  readonly message: TabMessage;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Follower {
  readonly #deps: FollowerDeps;
  /** By number; an end keeps its link though the number changes. */
  readonly #links = new Map<OpenLink, number>();
  readonly #questions = new Map<number, Question>();
  #nextId = 1;
  #leader: { readonly tab: TabId; readonly run: number } | undefined;
  #isForgotten = false;
  #isOver = false;
  #cancelHello: () => void = () => undefined;

  constructor(deps: FollowerDeps) {
    this.#deps = deps;
  }

  /** Looks for the leader. */
  start(): void {
    this.#hello();
    this.#cancelHello = this.#deps.after(HELLO_MS, this.#tick);
  }

  /** Ends all links for good: this tab leads, or is closed. */
  stop(): void {
    const { post, tab } = this.#deps;
    this.#isOver = true;
    this.#cancelHello();
    this.#links.clear();
    for (const { reject } of [...this.#questions.values()])
      reject(new Error('The tabs changed roles: ask again.'));
    post({ kind: 'bye', tab });
  }

  /** The tab is shown again: what was forgotten meanwhile is opened again. */
  wake(): void {
    if (this.#isForgotten) this.#renew();
    else this.#hello();
  }

  /** Opens a link to `target`; `receive` hears what comes, also after the leader has changed. */
  open(target: LinkTarget, receive: (data: unknown) => void): LinkEnd {
    const link: OpenLink = { target, receive };
    this.#links.set(link, this.#nextId++);
    this.#hello();
    return {
      send: (data) => {
        // A request that was held back may come after the end.
        if (this.#isOver) return;
        if (this.#isForgotten) {
          this.#renew();
          return;
        }
        const id = this.#links.get(link);
        if (id !== undefined) this.#deps.post({ kind: 'up', tab: this.#deps.tab, link: id, data });
      },
      close: () => {
        if (this.#links.delete(link) && !this.#isOver) this.#hello();
      },
    };
  }

  /** Has `verb` called by the leader; rejects with a sentence. */
  ask(verb: SharedVerb, args: readonly unknown[]): Promise<unknown> {
    const { after, post, tab } = this.#deps;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancel = after(ANSWER_MS, () => {
        this.#questions.delete(id);
        reject(new Error('The tab that records did not answer: press "Lead from this tab" in this one.'));
      });
      const settled = <T>(then: (value: T) => void) => {
        return (value: T) => {
          cancel();
          this.#questions.delete(id);
          then(value);
        };
      };
      const message: TabMessage = { kind: 'ask', tab, id, verb, args };
      this.#questions.set(id, { message, resolve: settled(resolve), reject: settled(reject) });
      post(message);
    });
  }

  hear(message: TabMessage): void {
    if (message.kind === 'leader') this.#hearLeader(message);
    else if (!('tab' in message) || message.tab !== this.#deps.tab) return;
    else if (message.kind === 'forgot') this.#isForgotten = true;
    else if (message.kind === 'down') this.#receive(message.link, message.data);
    else if (message.kind === 'answer') {
      const { id, value, fault } = message;
      const question = this.#questions.get(id);
      if (fault === undefined) question?.resolve(value);
      else question?.reject(new Error(fault));
    }
  }

  #hearLeader({ tab, run, settings }: Extract<TabMessage, { kind: 'leader' }>): void {
    this.#deps.onSettings(settings);
    if (this.#leader?.tab === tab && this.#leader.run === run) return;
    this.#leader = { tab, run };
    this.#renew();
  }

  #receive(id: number, data: unknown): void {
    for (const [link, number] of this.#links) if (number === id) link.receive(data);
  }

  /** Every link gets a new number, so that nothing of the old one is taken for news of the new. */
  #renew(): void {
    this.#isForgotten = false;
    for (const link of this.#links.keys()) this.#links.set(link, this.#nextId++);
    this.#hello();
    // They were asked of one who is gone; each only reads, so it does no harm to be asked twice.
    for (const { message } of this.#questions.values()) this.#deps.post(message);
    this.#deps.onRenewed();
  }

  readonly #tick = (): void => {
    if (!this.#deps.isHidden()) this.wake();
    this.#cancelHello = this.#deps.after(HELLO_MS, this.#tick);
  };

  #hello(): void {
    const { post, tab } = this.#deps;
    // Opened when we know whom we ask: the first hello only asks who leads.
    const known = this.#leader === undefined ? [] : [...this.#links];
    const links = known.map(([{ target }, id]) => ({ id, target }));
    post({ kind: 'hello', tab, links });
  }
}
