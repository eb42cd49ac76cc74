/** A row that can be removed: the button in it, and in the row's place the question whether it is meant. Escape keeps. */
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';

interface RemovableProps {
  readonly name: string;
  /** Says whether it was removed; the row is back where it was not. */
  readonly onRemove: () => Promise<boolean>;
  /** The row, with the button where it belongs. */
  readonly children: (removeButton: ReactNode) => ReactNode;
}

export function Removable({ name, onRemove, children }: RemovableProps) {
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'kept'>('idle');
  if (step === 'idle' || step === 'kept')
    return children(
      // The focus comes back to where the question was asked.
      <Button isSmall look="danger" autoFocus={step === 'kept'} onClick={() => setStep('asked')}>
        Remove
      </Button>,
    );
  // What is gone leaves the list, and this with it.
  const remove = (): void => {
    setStep('busy');
    void onRemove().then((isGone) => {
      if (!isGone) setStep('kept');
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && step === 'asked') setStep('kept');
  };
  return (
    <div
      className="removable"
      role="alertdialog"
      aria-label={`Remove ${name}`}
      data-escape
      onKeyDown={onKeyDown}
    >
      <p className="min-w-0 break-words">
        {step === 'busy' ? 'Removing ' : 'Remove '}
        <b>{name}</b>
        {step === 'busy' ? ' …' : ' for good?'}
      </p>
      {step === 'asked' && (
        <div className="recording-acts">
          <Button isSmall look="danger" onClick={remove}>
            Remove
          </Button>
          <Button isSmall autoFocus onClick={() => setStep('kept')}>
            Keep
          </Button>
        </div>
      )}
    </div>
  );
}
