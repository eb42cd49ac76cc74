/** A heading of the settings: whoever opened them for this part is brought to it, focus and all. */
import { useEffect, useRef, type ReactNode } from 'react';
import { afterPaint } from '../../state/after-paint.ts';
import { settingsPart, type SettingsPart } from '../../state/dialogs.ts';
import { useSelected } from '../../state/store.ts';

interface SettingsTitleProps {
  readonly part: SettingsPart;
  readonly children: ReactNode;
}

export function SettingsTitle({ part, children }: SettingsTitleProps) {
  const isWanted = useSelected(settingsPart, (wanted) => wanted === part);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    title.current?.focus({ preventScroll: true });
    // How high the sheet may be is known once it has its place.
    return afterPaint(() => title.current?.scrollIntoView({ block: 'start' }));
  }, [isWanted]);
  return (
    <h2 ref={title} tabIndex={-1} className="settings-title">
      {children}
    </h2>
  );
}
