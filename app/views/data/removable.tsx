/**
 * A row that can be removed: the button in it, and in the row's place the question whether it is meant, with what would go; or
 * why it cannot be. Escape keeps. Work that takes a while says how far it is, and can be given up until it writes.
 */
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Removed } from '#contract/store.ts';
import type { RecordingEntry, RecordingVerbs, RemoveOptions } from '../../boot/recording-verbs.ts';
import { counted } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';
import { sentenceOf } from '../../state/tell.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressRow } from './progress-row.tsx';

interface RemovableProps {
  readonly name: string;
  readonly entry: RecordingEntry;
  readonly verbs: Pick<RecordingVerbs, 'holdings'>;
  /** Says whether it was removed; the row is back where it was not. */
  readonly onRemove: (options: RemoveOptions) => Promise<boolean>;
  /** The row, with the button where it belongs. */
  readonly children: (removeButton: ReactNode) => ReactNode;
}

type Step =
  | { readonly kind: 'idle' | 'kept' | 'counting' }
  /** `holdings`: what would go. */
  | { readonly kind: 'asked'; readonly holdings: Removed }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'busy'; readonly done: number; readonly total: number };

export function Removable({ name, entry, verbs, onRemove, children }: RemovableProps) {
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const questions = useRef(0);
  const running = useRef<AbortController | undefined>(undefined);
  const id = useId();
  const ask = (): void => {
    const mine = ++questions.current;
    const why = refusalOf(entry);
    if (why !== undefined) {
      setStep({ kind: 'refused', why });
      return;
    }
    setStep({ kind: 'counting' });
    const answer = (next: Step): void => {
      if (mine === questions.current) setStep(next);
    };
    verbs.holdings(entry).then(
      (holdings) => answer({ kind: 'asked', holdings }),
      (error: unknown) => answer({ kind: 'refused', why: sentenceOf(error) }),
    );
  };
  const keep = (): void => {
    questions.current++;
    setStep({ kind: 'kept' });
  };
  if (step.kind === 'idle' || step.kind === 'kept')
    return children(
      // The focus comes back to where the question was asked.
      <Button
        isSmall
        look="danger"
        autoFocus={step.kind === 'kept'}
        aria-label={`Remove ${name}`}
        onClick={ask}
      >
        Remove
      </Button>,
    );
  // What is gone leaves the list, and this with it.
  const remove = (): void => {
    const controller = new AbortController();
    running.current = controller;
    const onProgress = (done: number, total: number): void => setStep({ kind: 'busy', done, total });
    onProgress(0, 0);
    void onRemove({ onProgress, signal: controller.signal }).then((isGone) => {
      if (!isGone) keep();
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && step.kind !== 'busy') keep();
  };
  return (
    <div
      className="removable"
      role="alertdialog"
      aria-label={`Remove ${name}`}
      aria-describedby={id}
      data-escape
      onKeyDown={onKeyDown}
    >
      {step.kind === 'busy' ? (
        <div className="removing">
          <ProgressRow
            label="Removing"
            done={step.done}
            total={step.total}
            onCancel={entry.kind === 'session' ? () => running.current?.abort() : undefined}
          >
            Removing <b>{name}</b> …
          </ProgressRow>
        </div>
      ) : (
        <>
          <div id={id} className="min-w-0 break-words">
            <p>
              {step.kind === 'refused' ? (
                <b>{name}</b>
              ) : (
                <>
                  Remove <b>{name}</b> for good?
                </>
              )}
            </p>
            <p className="num text-text2" role="status">
              {wordsOf(step, entry)}
            </p>
          </div>
          <div className="recording-acts">
            {step.kind !== 'refused' && (
              <Button isSmall look="danger" disabled={step.kind === 'counting'} onClick={remove}>
                Remove
              </Button>
            )}
            <Button isSmall autoFocus onClick={keep}>
              {step.kind === 'refused' ? 'Close' : 'Keep'}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Why it cannot be removed as it is, and what to do; the store says the same. */
function refusalOf({ kind, isRunning, isPinned }: RecordingEntry): string | undefined {
  if (kind === 'import') return undefined;
  if (isRunning) return 'It is being recorded now. Start a new one above, then this one can be removed.';
  return isPinned ? 'It is pinned. Take the pin off, then it can be removed.' : undefined;
}

function wordsOf(step: Step, { kind }: RecordingEntry): string {
  if (step.kind === 'refused') return step.why;
  if (step.kind !== 'asked') return 'Counting what is in it …';
  const { trades, bookRows, bytes: size } = step.holdings;
  // Tape and windows are what was received; an import was never among it.
  const screen =
    kind === 'session' ? ' What this page has received stays on the screen until it is reloaded.' : '';
  return `${counted(trades, 'trade')}, ${counted(bookRows, 'row')} of books and ${bytes(size)} go from the disk. This cannot be taken back.${screen}`;
}
