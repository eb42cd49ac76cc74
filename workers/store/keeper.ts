/**
 * Keeps the store within what it may use: drops what retention no longer covers, makes room before the browser's quota
 * bites, pauses recording when there is none and starts it again when there is (failure F13). Decisions are retention.ts's.
 */
import type { Retention } from '#contract/store.ts';
import { DAY } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';
import {
  bytesOf,
  bytesOverQuota,
  chunksToDrop,
  chunksToFree,
  judgeQuota,
  MINUTE_ROLLUPS_MS,
  sumOf,
} from './retention.ts';
import type { Writer } from './writer.ts';

/** The part of `navigator.storage` that is used. */
export interface StorageGauge {
  estimate(): Promise<{ usage?: number; quota?: number }>;
  persisted(): Promise<boolean>;
}

/** Imports take room of the same quota. What they take is not the recording's to give. */
export interface ImportsRoom {
  /** One is open, or one was deleted so lately that the browser still counts it. */
  isBusy(): boolean;
  /** Ends those that are open, with a sentence for people. */
  endAll(reason: string): void;
}

const IMPORT_HAS_NO_ROOM =
  "The browser's storage has no room for it. Export and erase, keep fewer days in Settings, or free disk space.";

/** Browsers report deleted bytes as used until they tidy up; for so long we count them as free. */
const CREDIT_MS = 600_000;

export class Keeper {
  readonly #writer: Writer;
  readonly #clock: Clock;
  readonly #gauge: StorageGauge | undefined;
  readonly #imports: ImportsRoom;
  retention: Retention;
  /** As the browser last said; 0 when it says nothing. */
  usage = 0;
  quota = 0;
  isPersisted = false;
  /** A sentence for people while room is getting scarce, else empty. */
  warning = '';
  #credit = { bytes: 0, until: 0 };
  #round: Promise<void> = Promise.resolve();

  constructor(
    writer: Writer,
    clock: Clock,
    gauge: StorageGauge | undefined,
    retention: Retention,
    imports: ImportsRoom,
  ) {
    this.#imports = imports;
    this.#writer = writer;
    this.#clock = clock;
    this.#gauge = gauge;
    this.retention = retention;
  }

  /**
   * Prunes, measures, pauses or resumes. Called at the start, on a timer, and when retention changes. Never rejects.
   * One round at a time: two that looked at the same directory would each drop their share of the oldest chunks.
   */
  maintain(): Promise<void> {
    this.#round = this.#round.then(() => this.#maintain());
    return this.#round;
  }

  /** Returns why there is no room for an import, or `undefined` when there is. */
  importRefusal(): string | undefined {
    return this.#isOver() ? `Nothing was imported. ${IMPORT_HAS_NO_ROOM}` : undefined;
  }

  async #maintain(): Promise<void> {
    const now = this.#clock.now();
    const { days } = this.retention;
    await this.#writer.drop(
      (chunks) => {
        const bytes = bytesOf(this.#writer.directories);
        return chunks.slice(0, chunksToDrop(chunks, bytes, this.retention, now));
      },
      { minutes: now - Math.min(days * DAY, MINUTE_ROLLUPS_MS), rest: now - days * DAY },
    );
    await this.#measure();
    const isImporting = this.#imports.isBusy();
    if (this.#isOver()) {
      if (isImporting) this.#imports.endAll(IMPORT_HAS_NO_ROOM);
      else await this.#free(bytesOverQuota(this.#used(), this.quota));
    }
    const share = `${Math.round((this.#used() / this.quota) * 100)} %`;
    switch (judgeQuota(this.#used(), this.quota)) {
      case 'pause':
        // What an import took comes back; a disk that is full says so by itself.
        if (isImporting) break;
        this.#writer.pause(
          `The browser's storage is ${share} full, so recording is paused. Export and erase, keep fewer days in Settings, or free disk space.`,
        );
        return;
      case 'prune':
      case 'warn':
        this.warning = `The browser's storage is ${share} full; from 80 % on the oldest recordings are deleted. Export what you want to keep.`;
        break;
      case 'fine':
        this.warning = '';
    }
    await this.#resume();
  }

  /**
   * Tries the disk again. Nothing is deleted for a write that was refused although the estimate sees room: somebody else may
   * have filled the disk, and what is recorded would go bit by bit without helping.
   */
  async #resume(): Promise<void> {
    const { fault } = this.#writer;
    if (fault !== undefined && fault.kind !== 'lost') await this.#writer.resume();
  }

  /** Where all that may go would not make the room, nothing goes: it would be lost for nothing. */
  async #free(bytes: number): Promise<void> {
    const before = bytesOf(this.#writer.directories);
    await this.#writer.drop((chunks) =>
      sumOf(chunks) < bytes ? [] : chunks.slice(0, chunksToFree(chunks, bytes)),
    );
    this.#credit = {
      bytes: this.#credit.bytes + before - bytesOf(this.#writer.directories),
      until: this.#clock.now() + CREDIT_MS,
    };
  }

  async #measure(): Promise<void> {
    if (this.#gauge === undefined) return;
    try {
      const { usage, quota } = await this.#gauge.estimate();
      // The browser has tidied up: its own figure is right again.
      if ((usage ?? 0) < this.usage || this.#clock.now() > this.#credit.until)
        this.#credit = { bytes: 0, until: 0 };
      this.usage = usage ?? 0;
      this.quota = quota ?? 0;
      this.isPersisted = await this.#gauge.persisted();
    } catch {
      // Without an estimate only a refused write tells that the disk is full; that path needs no figure.
      this.quota = 0;
    }
  }

  #used(): number {
    return Math.max(0, this.usage - this.#credit.bytes);
  }

  #isOver(): boolean {
    const verdict = judgeQuota(this.#used(), this.quota);
    return verdict === 'prune' || verdict === 'pause';
  }
}
