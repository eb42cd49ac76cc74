/** Frames of two subscriptions with stretches left out, through decoder and sequencer: is every hole told at the next frame? */
import { createRng } from '#core/lib/rng.ts';
import { Decoder } from '#core/wire/decode.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import type { Job, JobResult } from './jobs.ts';

const SIDS = [1, 2] as const;
/** A frame in fifty cannot be read; its number counts all the same. */
const UNREADABLE = 50;
const MAX_HOLE = 5;

export function detectGaps({ frames, holes }: Extract<Job, { kind: 'gap-detection' }>): JobResult {
  const rng = createRng(11);
  const decoder = new Decoder();
  const sequencer = new Sequencer();
  const seqs = new Map<number, number>(SIDS.map((sid) => [sid, 0]));
  /** Subscriptions with a hole that the next frame must tell. */
  const open = new Set<number>();
  let made = 0;
  let told = 0;
  let falseAlarms = 0;
  for (let i = 0; i < frames; i++) {
    const sid = rng.choice(SIDS);
    const last = seqs.get(sid) ?? 0;
    const isHole = last > 0 && made < holes && rng.next() < holes / frames;
    if (isHole) {
      open.add(sid);
      made++;
    }
    const seq = last + 1 + (isHole ? 1 + rng.integer(MAX_HOLE) : 0);
    seqs.set(sid, seq);
    const frame = decoder.decode(frameOf(sid, seq, rng.integer(UNREADABLE) === 0));
    const isTold = sequencer.observe(frame.sid, frame.seq) === 'gap';
    if (isTold && open.has(sid)) told++;
    else if (isTold) falseAlarms++;
    open.delete(sid);
  }
  return { value: (told / made) * 100, count: made, missing: falseAlarms };
}

function frameOf(sid: number, seq: number, isUnreadable: boolean): string {
  if (isUnreadable) return `{"type":"trade","sid":${sid},"seq":${seq},"msg":{"market_ticker":7}}`;
  if (sid === 2)
    return `{"type":"orderbook_delta","sid":2,"seq":${seq},"msg":{"market_ticker":"KXGAP-26NOV20-T1","price_dollars":"0.4200","delta_fp":"5.00","side":"yes"}}`;
  return (
    `{"type":"trade","sid":1,"seq":${seq},"msg":{"trade_id":"t${seq}","market_ticker":"KXGAP-26NOV20-T1",` +
    `"yes_price_dollars":"0.4200","count_fp":"3.00","taker_outcome_side":"yes","ts_ms":${1_760_000_000_000 + seq}}}`
  );
}
