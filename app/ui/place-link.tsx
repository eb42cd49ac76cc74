/** A link to another page of the board: a real address, so that it can be opened in a new tab, but without loading anything. */
import type { MouseEvent, ReactNode } from 'react';
import { addressOf, type Place } from '../state/view.ts';

interface PlaceLinkProps {
  readonly to: Place;
  readonly onGo: () => void;
  readonly isCurrent?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function PlaceLink({
  to,
  onGo,
  isCurrent = false,
  className = 'place-link',
  children,
}: PlaceLinkProps) {
  const onClick = (event: MouseEvent): void => {
    // With a key held the browser opens another tab: its own business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo();
  };
  return (
    <a
      href={addressOf(location.href, to)}
      className={className}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
