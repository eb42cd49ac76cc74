/** Work that takes a while: how far it is, in words and as a bar, and the way to end it. */
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';

interface ProgressRowProps {
  /** Of the bar, for readers: "Export". */
  readonly label: string;
  /** `total` 0 while it is not known. */
  readonly done: number;
  readonly total: number;
  /** Absent where it cannot be given up. */
  readonly onCancel: (() => void) | undefined;
  /** The words. */
  readonly children: ReactNode;
}

export function ProgressRow({ label, done, total, onCancel, children }: ProgressRowProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <span aria-hidden="true" className="min-w-0 truncate">
          {children}
        </span>
        {onCancel !== undefined && (
          <Button isSmall onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ transform: `scaleX(${share.toFixed(3)})` }} />
      </div>
    </>
  );
}
