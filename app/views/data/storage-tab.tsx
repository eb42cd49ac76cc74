/** What the disk holds: how much of the browser's room, whether the browser keeps it, how long we do; and each day by kind, to be erased. */
import { useCallback, useEffect, useState } from 'react';
import type { RecordingVerbs } from '../../boot/recording-verbs.ts';
import { counted } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';
import { openSettings } from '../../state/dialogs.ts';
import { useIsFollower, useSession, useStatus } from '../../state/flowboard-context.tsx';
import { askToKeep, persistence, persistenceWords } from '../../state/persistence.ts';
import { useClock } from '../../state/reading.ts';
import { roomWarningOf } from '../../state/recording.ts';
import { useStore } from '../../state/store.ts';
import { sentenceOf } from '../../state/tell.ts';
import { Button } from '../../ui/button.tsx';
import { DayTable } from './day-table.tsx';
import { erasureOf, storedTable, type ErasedKind, type StoredDay, type StoredTable } from './stored-days.ts';

type StorageVerbs = Pick<RecordingVerbs, 'inventory' | 'eraseStored'>;

export function StorageTab({ verbs }: { verbs: StorageVerbs }) {
  const { table, room, problem, refresh } = useStored(verbs);
  const isFollower = useIsFollower();
  const [said, setSaid] = useState('');
  const erase = async (day: StoredDay, kind: ErasedKind): Promise<void> => {
    try {
      const { trades, bookRows, bytes: size } = await verbs.eraseStored(erasureOf(day, kind));
      const what = `${counted(trades, 'trade')} and ${counted(bookRows, 'row')} of books`;
      setSaid(
        trades + bookRows === 0
          ? `Nothing of ${day.name} was erased: a pinned recording covers it, or it is not packed yet.`
          : `Erased of ${day.name}: ${what}, ${bytes(size)}. A gap stands in their place.`,
      );
    } catch (error) {
      setSaid(sentenceOf(error));
    }
    refresh();
  };
  return (
    <>
      <Room room={room} recorded={table?.total.bytes} />
      <Keeping />
      <div className="data-line">
        <h3 className="text-label font-semibold">By day</h3>
        <Button isSmall className="ml-auto" onClick={refresh}>
          Measure again
        </Button>
      </div>
      <DayTable table={table} isLocked={isFollower} onErase={erase} />
      {/* Always there, so that a word moves nothing. */}
      <p role="status" className="stored-said num">
        {problem === '' ? said : problem}
      </p>
      <p className="text-text2">
        {isFollower
          ? 'Another tab records. Lead from this tab to erase a day.'
          : 'A packed part counts whole for the day on which it begins. Pinned recordings stay when a day is erased.'}
      </p>
    </>
  );
}

interface RoomUsed {
  readonly usage: number;
  readonly quota: number;
}

interface Stored {
  readonly table: StoredTable | undefined;
  /** As the browser says; `undefined` where it says nothing. */
  readonly room: RoomUsed | undefined;
  /** A sentence where it cannot be read. */
  readonly problem: string;
  readonly refresh: () => void;
}

/** Measures when it is opened, and when asked: reading every row each second would cost more than it tells. */
function useStored(verbs: StorageVerbs): Stored {
  const clock = useClock();
  const [found, setFound] = useState<Omit<Stored, 'refresh'>>({
    table: undefined,
    room: undefined,
    problem: '',
  });
  const refresh = useCallback(() => {
    Promise.all([verbs.inventory(), roomUsed()]).then(
      ([inventory, room]) =>
        setFound({ table: inventory && storedTable(inventory, clock), room, problem: '' }),
      (error: unknown) => setFound((before) => ({ ...before, problem: sentenceOf(error) })),
    );
  }, [verbs, clock]);
  useEffect(refresh, [refresh]);
  return { ...found, refresh };
}

async function roomUsed(): Promise<RoomUsed | undefined> {
  const { storage } = navigator as { readonly storage?: StorageManager };
  const estimate = await storage?.estimate().catch(() => undefined);
  if (estimate?.usage === undefined || estimate.quota === undefined) return undefined;
  return { usage: estimate.usage, quota: estimate.quota };
}

function Room({ room, recorded }: { room: RoomUsed | undefined; recorded: number | undefined }) {
  const status = useStatus();
  const warning = status === undefined ? '' : roomWarningOf(status.recording);
  const share = room === undefined || room.quota === 0 ? 0 : Math.min(1, room.usage / room.quota);
  const percent = share > 0 && share < 0.001 ? 'less than 0.1' : (share * 100).toFixed(1);
  return (
    <section className="stored-room" aria-label="Room">
      <p className="num">
        {room === undefined ? (
          'The browser does not say how much room there is.'
        ) : (
          <>
            <b>{bytes(room.usage)}</b> of {bytes(room.quota)} used, {percent} %
          </>
        )}
      </p>
      <div
        className="progress"
        role="meter"
        aria-label="Room used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={`${percent} per cent`}
      >
        <span style={{ transform: `scaleX(${Math.max(0.004, share).toFixed(3)})` }} />
      </div>
      <p className="num text-text2">
        {recorded !== undefined && `${bytes(recorded)} of it is what the table below counts; the rest is `}
        {recorded !== undefined && 'the browser’s own overhead, imports and the files of this page. '}
        {warning === '' && 'From 80 % on the oldest recordings are deleted.'}
      </p>
      {warning !== '' && <p className="num">{warning}</p>}
    </section>
  );
}

/** What the browser promises, and what is kept at all. */
function Keeping() {
  const state = useStore(persistence);
  const days = useSession((session) => session.settings.retention.days);
  const [isAsking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    await askToKeep();
    setAsking(false);
  };
  return (
    <>
      <div className="stored-line">
        <p role="status">{persistenceWords(state)}</p>
        {(state === 'refused' || state === 'not-asked') && (
          <Button isSmall disabled={isAsking} onClick={() => void ask()}>
            {isAsking ? 'Asking…' : state === 'refused' ? 'Ask again' : 'Ask now'}
          </Button>
        )}
      </div>
      <div className="stored-line">
        <p className="num">
          Kept for {counted(days, 'day')}; what is older is deleted by itself, pinned recordings excepted.
        </p>
        <Button isSmall onClick={() => openSettings('recording')}>
          Change in Settings
        </Button>
      </div>
    </>
  );
}
