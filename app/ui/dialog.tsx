/** A dialog in the middle: title, close, body. Focus goes in and comes back; Esc and the scrim close it (radix does both). */
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { leaveToField } from './escape.ts';
import { rememberFocus, returnFocus } from './return-focus.ts';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** One line under the title; readers hear it on opening. */
  readonly description: string;
  /** For tables and charts; else as wide as a form. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ title, isOpen, onClose, description, isWide = false, children }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={`popup dialog${isWide ? ' dialog-wide' : ''}`}
          onEscapeKeyDown={leaveToField}
          onOpenAutoFocus={rememberFocus}
          onCloseAutoFocus={returnFocus}
        >
          <div className="dialog-head">
            <Radix.Title className="text-stat font-semibold">{title}</Radix.Title>
            <Radix.Close className="icon-button ml-auto" aria-label="Close" title="Close">
              <X size={16} />
            </Radix.Close>
          </div>
          <Radix.Description className="px-4 pt-3 text-text2">{description}</Radix.Description>
          <div className="dialog-body">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
