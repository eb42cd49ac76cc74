/** The top bar: whose market this is, how fresh it is, what is being kept; find, alerts, data, settings and help, always in this order. */
import { Suspense } from 'react';
import { CircleHelp, Database, FlaskConical, Search, SlidersHorizontal } from 'lucide-react';
import { ENVIRONMENTS } from '../../../format/environment.ts';
import { BackgroundWord } from '../../../lazy.ts';
import { useIsReplay, useSession } from '../../../state/flowboard-context.tsx';
import { openDialog } from '../../../state/dialogs.ts';
import { findKeys } from '../../../state/keys.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Mark } from '../../../ui/glyphs.tsx';
import { SettingsPopover } from '../../settings/settings-popover.tsx';
import { AlertBell } from './alert-bell.tsx';
import { FollowerNote } from './follower-note.tsx';
import { ConnectionWord } from './connection-word.tsx';
import { Navigation } from './navigation.tsx';
import { PinsMenu } from './pins-menu.tsx';
import { RecordingWord } from './recording-word.tsx';

export function Header() {
  const isReplay = useIsReplay();
  return (
    <header className="topbar">
      <div className="topbar-brand flex items-center gap-2">
        <Mark />
        <h1 className="topbar-name">Flowboard</h1>
      </div>
      <Environment />
      <Navigation />
      <PinsMenu />
      <FollowerNote />
      <div className="topbar-end ml-auto flex items-center">
        <FindField />
        {isReplay ? (
          <Suspense>
            <BackgroundWord />
          </Suspense>
        ) : (
          <>
            <ConnectionWord />
            <span className="topbar-rule topbar-recording" />
            <RecordingWord />
          </>
        )}
        <span className="topbar-rule" />
        <div className="topbar-tools flex items-center">
          <IconButton
            label={`Find (${findKeys().join(' ')})`}
            className="find-icon"
            onClick={() => openDialog('palette')}
          >
            <Search size={16} />
          </IconButton>
          <AlertBell />
          <IconButton label="Data" onClick={() => openDialog('data')}>
            <Database size={16} />
          </IconButton>
          <SettingsPopover>
            <IconButton label="Settings">
              <SlidersHorizontal size={16} />
            </IconButton>
          </SettingsPopover>
          <IconButton label="Help and diagnostics" onClick={() => openDialog('help')}>
            <CircleHelp size={16} />
          </IconButton>
        </div>
      </div>
    </header>
  );
}

/** Looks like the field it opens, where there is room for one; elsewhere an icon among the tools does the same. */
function FindField() {
  return (
    <button type="button" className="find-field" onClick={() => openDialog('palette')}>
      <Search size={14} aria-hidden="true" />
      <span className="find-field-words">Find or jump to</span>
      {findKeys().map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </button>
  );
}

/** Dashed where no real money is behind the prices, solid where there may be. */
function Environment() {
  const mode = useSession((session) => session.mode);
  const exchangeId = useSession((session) => session.exchangeId);
  // The chip's room is kept while the mode is unknown: nothing beside it may move.
  if (mode === undefined) return <span className="environment invisible">SIMULATED</span>;
  const { word, isReal, meaning } = ENVIRONMENTS[mode];
  return (
    <span className="environment" data-real={isReal || undefined} title={`${meaning} ${exchangeId ?? ''}`}>
      {mode === 'sim' && <FlaskConical size={12} aria-hidden="true" />}
      {word}
    </span>
  );
}
