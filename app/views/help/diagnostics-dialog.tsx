/** What the program knows of itself: counters, workers, what was rejected and why, the log. To read, and to copy as text. */
import { useEffect, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { LogLine } from '#contract/store.ts';
import type { Diagnostics } from '../../boot/flowboard.ts';
import { grouped } from '../../format/number.ts';
import type { Clock } from '../../format/time.ts';
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { useFlowboard, useStatus } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { useSelected } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { clockWords, diagnosticsText, lineWords, relayWords } from './diagnostics-text.ts';

const REFRESH_MS = 2_000;

export function DiagnosticsDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'diagnostics');
  return (
    <Dialog
      title="Diagnostics"
      description="Counted since this page was opened. Copy it into a report; it holds no key and no token."
      isOpen={isOpen}
      onClose={closeDialog}
    >
      <Report />
    </Dialog>
  );
}

function Report() {
  const flowboard = useFlowboard();
  const status = useStatus();
  const [found, setFound] = useState<Diagnostics | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    const read = (): void => {
      void flowboard.diagnostics().then(
        (next) => {
          if (!isGone) setFound(next);
        },
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [flowboard]);

  const clock = useClock();
  if (found === undefined) return <p className="min-h-[240px] text-text2">Asking the workers…</p>;
  const { session, market, store } = found;
  const copy = (): void => {
    void navigator.clipboard.writeText(diagnosticsText(found, status)).then(
      () => toast('Diagnostics copied.'),
      () => toast.error('The browser did not allow copying. Select the text and copy it yourself.'),
    );
  };
  return (
    <>
      <Facts
        title="Messages"
        facts={[
          ['received trades', grouped(status?.received ?? 0)],
          ['stored', grouped(status?.recording.stored ?? 0)],
          ['duplicates dropped', grouped(status?.duplicates ?? 0)],
          ['gaps, not filled', grouped(status?.gaps ?? 0)],
          ['sequence gaps', grouped(status?.sequenceGaps ?? 0)],
          ['rejected frames', grouped(status?.rejected ?? 0)],
          ['messages', grouped(status?.messages ?? 0)],
          ...Object.entries(market?.rejects ?? {}).map(
            ([why, count]) => [`rejected: ${why}`, grouped(count)] as const,
          ),
          ...Object.entries(market?.unknownTypes ?? {}).map(
            ([type, count]) => [`unknown type: ${type}`, grouped(count)] as const,
          ),
        ]}
      />
      {session.role === 'follower' ? (
        <p className="text-text2">
          This tab follows: the workers and the log of the store are in the diagnostics of the tab that
          records.
        </p>
      ) : (
        <Facts
          title="Workers"
          facts={session.workers.map((worker) => [
            worker.name,
            `${worker.state}${worker.deaths === 0 ? '' : `, born again ${worker.deaths}×`}${worker.lastFault === '' ? '' : `: ${worker.lastFault}`}`,
          ])}
        />
      )}
      <Facts
        title="Relay, exchange and store"
        facts={[
          ['relay', relayWords(found)],
          ['connection', status === undefined ? 'none yet' : lineWords(status)],
          ['exchange', session.exchangeId ?? 'unknown'],
          ...(market?.subscriptions ?? []).map(
            (each) =>
              [`channel ${each.channel}`, `sid ${each.sid}, last seq ${each.lastSeq ?? 'none'}`] as const,
          ),
          [
            'REST',
            market === undefined
              ? 'no answer'
              : `${market.rest.enabled ? 'on' : 'off'}, ${grouped(market.rest.requests)} requests, ${grouped(market.rest.failures)} failed`,
          ],
          ['clock', market === undefined ? 'no answer' : clockWords(market)],
          ['recovered trades', grouped(market?.backfill.recovered ?? 0)],
          ['trades on disk', store === undefined ? 'no answer' : grouped(store.tradesOnDisk)],
          ['version', `${session.version || 'no relay'}, page ${found.build}`],
        ]}
      />
      {market !== undefined && market.rejectSamples.length > 0 && (
        <Lines title="Rejected, newest">
          {market.rejectSamples.map((sample) => `${sample.reason}: ${sample.text}`).join('\n')}
        </Lines>
      )}
      <Lines title="Log">{logText([...(market?.log ?? []), ...found.storeLog], clock)}</Lines>
      <div className="flex justify-end">
        <Button look="strong" onClick={copy}>
          Copy as text
        </Button>
      </div>
    </>
  );
}

function Facts({
  title,
  facts,
}: {
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <section className="grid gap-1">
      <h3 className="text-label font-semibold">{title}</h3>
      <dl className="facts num">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Lines({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-1">
      <h3 className="text-label font-semibold">{title}</h3>
      <pre className="log num" tabIndex={0} aria-label={title}>
        {children}
      </pre>
    </section>
  );
}

function logText(lines: readonly LogLine[], clock: Clock): string {
  if (lines.length === 0) return 'Nothing to tell.';
  return [...lines]
    .sort((a, b) => b.at - a.at)
    .map((line) => `${clock.second(line.at)} ${clock.zone(line.at)} ${line.level} ${line.text}`)
    .join('\n');
}
