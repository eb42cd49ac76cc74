/** How long recordings stay, what they take, and the one thing here that cannot be undone: erasing them. */
import { useEffect, useId, useState } from 'react';
import { toast } from 'sonner';
import type { StoreStatus } from '#contract/store.ts';
import type { Settings } from '../../boot/flowboard.ts';
import { counted } from '../../format/number.ts';
import type { Clock } from '../../format/time.ts';
import { bytes } from '../../format/units.ts';
import { useFlowboard, useSession } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { tell } from '../../state/tell.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { SettingRow } from '../../ui/switch-row.tsx';
import { keepsLess } from './apply-settings.ts';
import { keptWords } from './kept-words.ts';

type Retention = Settings['retention'];

interface Asked {
  /** Id of the field it was written in. */
  readonly field: string;
  readonly next: Retention;
}

const MOST_DAYS = 3_650;
const MEGABYTE = 1_000_000;
const MOST_MEGABYTES = 1_000_000;

export function StorageSettings() {
  const flowboard = useFlowboard();
  const retention = useSession((session) => session.settings.retention);
  const [status, readStatus] = useStoreStatus();
  const clock = useClock();
  const daysId = useId();
  const roomId = useId();
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const [refusals, setRefusals] = useState(0);
  const keep = (next: Retention): void => {
    setAsked(undefined);
    tell(flowboard.setRetention(next));
  };
  const commit = (field: string, next: Retention): void => {
    if (keepsLess(retention, next)) setAsked({ field, next });
    else keep(next);
  };
  const refuse = (): void => {
    setAsked(undefined);
    // Fields that are made anew show what holds.
    setRefusals(refusals + 1);
  };
  return (
    <>
      <SettingRow
        name="Keep for"
        meaning="What is older is deleted by itself, unless it is pinned."
        controlId={daysId}
      >
        <NumberField
          key={refusals}
          id={daysId}
          value={retention.days}
          min={1}
          max={MOST_DAYS}
          onCommit={(days) => commit(daysId, { ...retention, days })}
        />
        <span className="ml-2 text-text2">days</span>
      </SettingRow>
      <SettingRow
        name="At most"
        meaning="The oldest go first. 0: what the browser allows."
        controlId={roomId}
      >
        <NumberField
          key={refusals}
          id={roomId}
          value={wholeMegabytes(retention.bytes)}
          min={0}
          max={MOST_MEGABYTES}
          onCommit={(megabytes) => commit(roomId, { ...retention, bytes: megabytes * MEGABYTE })}
        />
        <span className="ml-2 text-text2">MB</span>
      </SettingRow>
      {asked !== undefined && (
        <KeepLess now={retention} {...asked} onKeep={refuse} onDelete={() => keep(asked.next)} />
      )}
      <p className="num px-4 pb-2 text-text2">{describe(status, clock)}</p>
      <EraseRow
        onErase={async () => {
          await flowboard.erase();
          await readStatus();
          toast('Everything recorded of this exchange is erased.');
        }}
      />
    </>
  );
}

interface KeepLessProps extends Asked {
  readonly now: Retention;
  readonly onKeep: () => void;
  readonly onDelete: () => void;
}

/** Less room deletes at once: a slip of the hand, or a field that is only left, must not. */
function KeepLess({ now, next, field, onKeep, onDelete }: KeepLessProps) {
  useEffect(() => () => document.getElementById(field)?.focus(), [field]);
  return (
    <div className="settings-foot" role="alertdialog" aria-label="Keep less">
      <p>
        Keep recordings for {keptWords(next)} instead of {keptWords(now)}? What is more than that is deleted
        at once, but for what is pinned. This cannot be undone.
      </p>
      <div className="flex gap-2">
        <Button autoFocus onClick={onKeep}>
          Keep them
        </Button>
        <Button look="danger" onClick={onDelete}>
          Delete what is more
        </Button>
      </div>
    </div>
  );
}

function useStoreStatus(): readonly [StoreStatus | undefined, () => Promise<void>] {
  const flowboard = useFlowboard();
  const [status, setStatus] = useState<StoreStatus | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    void flowboard.storeStatus().then(
      (next) => {
        if (!isGone) setStatus(next);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [flowboard]);
  return [status, async () => setStatus(await flowboard.storeStatus())];
}

function describe(status: StoreStatus | undefined, clock: Clock): string {
  if (status === undefined) return 'The recording has not answered yet.';
  const { tradesOnDisk, bytes: used, oldestMs, persisted } = status;
  const since = oldestMs === undefined ? '' : ` since ${clock.dayMinute(oldestMs)} ${clock.zone(oldestMs)}`;
  const kept = persisted
    ? 'The browser has promised to keep them.'
    : 'The browser may delete them when the disk is full.';
  return `${counted(tradesOnDisk, 'trade')}${since}, ${bytes(used)}. ${kept}`;
}

/** Two presses, the second in another place: a slip of the hand erases nothing. */
function EraseRow({ onErase }: { onErase: () => Promise<void> }) {
  const [step, setStep] = useState<'idle' | 'asked' | 'busy'>('idle');
  if (step === 'idle') {
    return (
      <div className="settings-foot">
        <Button look="danger" onClick={() => setStep('asked')}>
          Erase recordings…
        </Button>
      </div>
    );
  }
  const erase = async (): Promise<void> => {
    setStep('busy');
    try {
      await onErase();
    } catch (error) {
      toast.error(`Nothing was erased: ${error instanceof Error ? error.message : String(error)}`);
    }
    setStep('idle');
  };
  return (
    <div className="settings-foot" role="alertdialog" aria-label="Erase recordings">
      <p>
        Erase all that was recorded of this exchange: trades, books, the history of the analytics and of
        alerts, market names, gaps, and every recording, pinned ones too? This cannot be undone. Imported
        files, settings and pairing stay.
      </p>
      <div className="flex gap-2">
        <Button autoFocus disabled={step === 'busy'} onClick={() => setStep('idle')}>
          Keep
        </Button>
        <Button look="danger" disabled={step === 'busy'} onClick={() => void erase()}>
          {step === 'busy' ? 'Erasing…' : 'Erase all'}
        </Button>
      </div>
    </div>
  );
}

/** A limit that came from a file or a script is never shown as none, which is 0. */
function wholeMegabytes(limit: number): number {
  return limit === 0 ? 0 : Math.max(1, Math.round(limit / MEGABYTE));
}
