/**
 * The relay's numbers for Prometheus, in a registry of their own. The feed counts in plain numbers and they are read
 * here when asked, so that counting costs the hot path nothing. Labels are short fixed words, never tickers.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FeedStats } from './stats.ts';

export interface Metrics {
  /** Records one REST operation: its HTTP status and how long it took. */
  rest(operation: string, status: number, seconds: number): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Returns the metrics over `stats`. */
export function createMetrics(stats: FeedStats): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'flowboard_' });

  const total = (name: string, help: string, read: () => number): void => {
    new Counter({
      name: `flowboard_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  const byLabel = <K extends string | number>(
    name: string,
    help: string,
    label: string,
    counts: ReadonlyMap<K, number>,
  ): void => {
    new Counter({
      name: `flowboard_${name}_total`,
      help,
      registers,
      labelNames: [label],
      collect() {
        this.reset();
        for (const [key, count] of counts) this.inc({ [label]: key }, count);
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `flowboard_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };

  total('feed_frames_down', 'Frames of the exchange passed down.', () => stats.framesDown);
  total('feed_bytes_down', 'Bytes passed down.', () => stats.bytesDown);
  total('feed_messages_down', 'Joined messages sent to pages.', () => stats.messagesDown);
  total('feed_frames_dropped', 'Frames that were no text in UTF-8.', () => stats.framesDropped);
  total('feed_commands_up', 'Commands passed up.', () => stats.commandsUp);
  total('feed_commands_refused', 'Commands refused.', () => stats.commandsRefused);
  total('feed_pauses', 'Times a slow page made the relay stop reading.', () => stats.pauses);
  byLabel('feed_closed', 'Feed sockets closed by the relay, by close code.', 'code', stats.closes);
  byLabel('guard_refused', 'Requests refused, by guard.', 'guard', stats.refusals);
  gauge('feed_clients', 'Feed sockets open.', () => stats.pipes.size);
  gauge('feed_buffered_bytes', 'Bytes waiting for slow pages.', () =>
    [...stats.pipes].reduce((sum, pipe) => sum + pipe.bufferedBytes(), 0),
  );
  gauge('feed_last_frame_age_seconds', 'Age of the newest frame; -1 before the first.', () =>
    stats.lastFrameAt === undefined ? -1 : (performance.now() - stats.lastFrameAt) / 1_000,
  );
  const rest = new Histogram({
    name: 'flowboard_rest_seconds',
    help: 'Duration of REST operations.',
    registers,
    labelNames: ['operation', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });

  return {
    rest: (operation, status, seconds) => rest.observe({ operation, status }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
