/** A small sheet that hangs from its button. */
import type { ReactNode } from 'react';
import { Popover as Radix } from 'radix-ui';
import { leaveToField } from './escape.ts';

interface PopoverProps {
  readonly label: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** The button it hangs from. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

export function Popover({ label, isOpen, onOpenChange, trigger, children }: PopoverProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          onEscapeKeyDown={leaveToField}
          className="popup popover"
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
