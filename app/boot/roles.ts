/**
 * The role of this tab among the tabs of its browser: leads, or follows the one that does. Joins election, succession and both
 * sides of the links; what a role means for workers and screen is the board's.
 */
import {
  BETWEEN_BUILDS,
  type LeaderSettings,
  type LinkTarget,
  type SharedVerb,
  type TabId,
  type TabMessage,
} from '#contract/tabs.ts';
import type { FramePort } from '../state/frames.ts';
import { Follower } from './follower.ts';
import { runForLeader, type Candidacy, type Locks } from './leader.ts';
import { ScreenLink } from './screen-link.ts';
import { Succession } from './succession.ts';
import { TabHost, type LinkPort } from './tab-host.ts';
import type { Tabs } from './tabs.ts';

export interface RolesDeps {
  readonly tab: TabId;
  readonly tabs: Tabs;
  readonly locks: Locks | undefined;
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly isHidden: () => boolean;
}

/** What the board does when asked. */
export interface RolesBoard {
  /** This tab leads: start the workers. */
  onLead(): void;
  /** Another tab leads; frames come over `screen` from now on, and again after each call. */
  onFollow(screen: FramePort): void;
  /** The lead goes to another tab: write what is in hand and end the workers. Never rejects. */
  onYield(): Promise<void>;
  /** The lead is lost: end the workers at once. */
  onLost(): void;
  /** Settings of the tab that leads. */
  onSettings(settings: LeaderSettings): void;
  /** This tab has asked for the lead and waits for it. */
  onAsking(isAsking: boolean): void;
  /** Another tab has stored a token. */
  onPaired(): void;
  /** The tab that leads is of another build, and nothing of it can be shown here; or is of ours again. */
  onForeignLeader(isForeign: boolean): void;
  /** Settings that followers show. */
  settings(): LeaderSettings;
  /** Returns the near end of a port of the market worker. */
  openPort(target: LinkTarget): LinkPort;
  call(verb: SharedVerb, args: readonly unknown[]): Promise<unknown>;
}

export class Roles {
  readonly #deps: RolesDeps;
  readonly #board: RolesBoard;
  readonly #host: TabHost;
  readonly #succession: Succession;
  #candidacy: Candidacy | undefined;
  #follower: Follower | undefined;
  #isLeading = false;

  constructor(deps: RolesDeps, board: RolesBoard) {
    const { tab, tabs, now, after } = deps;
    this.#deps = deps;
    this.#board = board;
    const post = (message: TabMessage): void => {
      tabs.post(message);
    };
    this.#host = new TabHost({
      tab,
      post,
      now,
      after,
      settings: () => board.settings(),
      open: (target) => board.openPort(target),
      call: (verb, args) => board.call(verb, args),
    });
    this.#succession = new Succession({
      tab,
      post,
      after,
      isLeading: () => this.#isLeading,
      seize: () => this.#candidacy?.seize(),
      handOver: () => {
        this.#host.end();
        return board.onYield();
      },
      takeBack: () => {
        board.onLead();
      },
      onAsking: (isAsking) => {
        board.onAsking(isAsking);
      },
    });
    tabs.onMessage((message, isOurBuild) => {
      if (isOurBuild) this.#hear(message);
      else if (BETWEEN_BUILDS.includes(message.kind)) this.#hearForeign(message);
    });
  }

  /** Stands for election. */
  start(): void {
    this.#candidacy = runForLeader(this.#deps.locks, {
      onLead: () => {
        this.#isLeading = true;
        this.#follower?.stop();
        this.#follower = undefined;
        this.#succession.settled();
        this.#board.onForeignLeader(false);
        this.#board.onLead();
      },
      onFollow: () => {
        this.#follow();
      },
      onLost: () => {
        this.#isLeading = false;
        this.#succession.settled();
        this.#host.end();
        this.#board.onLost();
      },
    });
  }

  /** The lead goes to the next in line; this tab takes no part any more. */
  stop(): void {
    this.#host.end();
    this.#follower?.stop();
    this.#candidacy?.resign();
  }

  /** Asks for the lead, and takes it from a tab that does not answer. */
  leadFromHere(): void {
    this.#succession.ask();
  }

  /** The workers of this tab run: followers may have frames. Said after every birth. */
  workersRun(): void {
    if (this.#isLeading) this.#host.begin();
  }

  /** Tells the other tabs that settings have changed. */
  announce(): void {
    this.#host.announce();
  }

  /** Tells the other tabs that a token was stored. */
  tellPaired(): void {
    this.#deps.tabs.post({ kind: 'paired' });
  }

  /** The tab is looked at again. */
  wake(): void {
    this.#follower?.wake();
  }

  /** The way to the tab that leads; `undefined` unless this one follows. */
  get follower(): Follower | undefined {
    return this.#follower;
  }

  #follow(): void {
    const { tab, tabs, now, after, isHidden } = this.#deps;
    const follower = new Follower({
      tab,
      post: (message) => {
        tabs.post(message);
      },
      after,
      isHidden,
      onSettings: (settings) => {
        this.#board.onSettings(settings);
      },
      onRenewed: () => {
        this.#board.onFollow(screen);
      },
    });
    const screen = new ScreenLink(follower, { now, after });
    this.#follower = follower;
    this.#board.onFollow(screen);
    follower.start();
  }

  #hear(message: TabMessage): void {
    if (message.kind === 'paired') this.#board.onPaired();
    if (message.kind === 'leader') this.#board.onForeignLeader(false);
    this.#succession.hear(message);
    if (this.#isLeading) this.#host.hear(message);
    else this.#follower?.hear(message);
  }

  /** A tab of another build: who leads is settled with it, but nothing is shown of it and nothing carried for it. */
  #hearForeign(message: TabMessage): void {
    if (message.kind === 'paired') this.#board.onPaired();
    if (message.kind === 'leader' && !this.#isLeading) this.#board.onForeignLeader(true);
    // It asks who leads.
    if (message.kind === 'hello' && this.#isLeading) this.#host.announce();
    this.#succession.hear(message);
  }
}
