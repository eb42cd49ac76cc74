/** The bottom line: what was received and kept, how busy the program is, the keys of this page, the date and the zone. */
import { grouped } from '../../../format/number.ts';
import { useStatus } from '../../../state/flowboard-context.tsx';
import { useShortcuts } from '../../../state/keys.ts';
import { useNow } from '../../../state/now.ts';
import { useClock } from '../../../state/reading.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { gapCount, gapTitle, sequenceGapWords } from './gap-facts.ts';
import { PageKeys } from './page-keys.tsx';

export function StatusBar() {
  const status = useStatus();
  const now = useNow();
  const clock = useClock();
  const isOn = useShortcuts() !== undefined;
  return (
    <footer className="statusbar num" aria-label="Status">
      {status !== undefined && (
        <>
          <span className="whitespace-nowrap">
            Stored <b>{grouped(status.recording.stored)}</b> of {grouped(status.received)} received ·{' '}
            <span className={status.tradeGaps > 0 ? 'text-warn' : undefined} title={gapTitle(status)}>
              {gapCount(status)}
            </span>
            {status.rejected > 0 && ` · ${grouped(status.rejected)} rejected`}
          </span>
          {status.sequenceGaps > 0 && (
            <span className="statusbar-work" title={gapTitle(status)}>
              {sequenceGapWords(status)}
            </span>
          )}
          <span className="statusbar-work">
            {grouped(status.messagesPerSecond)} msg/s · worker {status.workMs.toFixed(1)} ms
          </span>
          {!status.hasRest && (
            <span
              className="statusbar-work"
              title="Switched off in Settings, or it does not answer: new markets have no names, gaps stay open"
            >
              without REST
            </span>
          )}
        </>
      )}
      <span className="statusbar-keys">
        {status !== undefined && <PageKeys />}
        {isOn && (
          <>
            <KeyCap of="help" /> help
          </>
        )}
      </span>
      <span className="statusbar-time">
        {clock.day(now)} · {clock.second(now)} {clock.zone(now)}
      </span>
    </footer>
  );
}
