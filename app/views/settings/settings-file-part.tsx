/** The settings as a file: out, in, and all of them back to what they were at first. In and back can be undone. */
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { bytes } from '../../format/units.ts';
import { display } from '../../state/display.ts';
import { useFlowboard, useIsFollower, useSession } from '../../state/flowboard-context.tsx';
import {
  LONGEST_FILE,
  readSettingsFile,
  settingsFileText,
  type SettingsChange,
} from '../../state/settings-file.ts';
import { sentenceOf, tell } from '../../state/tell.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { keptWords } from './kept-words.ts';
import { SettingsTitle } from './settings-title.tsx';
import { applySettings, defaultChange, keepsLess, withoutRetention } from './apply-settings.ts';

export function SettingsFilePart() {
  const flowboard = useFlowboard();
  const isFollower = useIsFollower();
  const settings = useSession((session) => session.settings);
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  /** Read, but it would delete recordings: that is asked first. */
  const [asked, setAsked] = useState<SettingsChange>();

  const apply = async (change: SettingsChange, done: string): Promise<void> => {
    setAsked(undefined);
    setProblem('');
    try {
      const { undo, refused } = await applySettings(flowboard, change);
      toast(done, { action: { label: 'Undo', onClick: () => tell(undo()) } });
      setProblem(refused);
    } catch (error) {
      setProblem(`Nothing was changed. ${sentenceOf(error)}`);
    }
  };
  const take = async (file: File): Promise<void> => {
    setAsked(undefined);
    const read = await readFile(file, flowboard.frames.getSnapshot().status?.value.windows, settings);
    if (!read.ok) return setProblem(`Nothing was changed. ${read.problem}`);
    setProblem('');
    if (!isFollower && keepsLess(settings.retention, read.change.board.retention)) setAsked(read.change);
    else await apply(read.change, 'Settings imported.');
  };
  const reset = (): Promise<void> =>
    apply(
      defaultChange(flowboard.defaultSettings(), settings),
      'Settings are as they were at first. Pins, alerts and how long recordings stay are not changed.',
    );
  const save = (): void => {
    const now = Date.now();
    const text = settingsFileText(display.getSnapshot(), settings, now);
    const day = new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length);
    saveFile(new Blob([text], { type: 'application/json' }), `flowboard-settings-${day}.json`);
  };

  return (
    <>
      <SettingsTitle part="file">These settings</SettingsTitle>
      <p className="settings-note">
        Look, keys, sizes of panels, window, combos, pins, recorded books, alerts, retention. No token and no
        API key is in the file.
      </p>
      <div className="settings-acts">
        <Button onClick={save}>Export settings</Button>
        <Button onClick={() => input.current?.click()}>Import settings</Button>
        <Button onClick={() => void reset()}>Reset to defaults</Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label="Settings to import"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </div>
      {asked?.board.retention !== undefined && (
        <div className="settings-foot" role="alertdialog" aria-label="Keep less">
          <p>
            The file keeps recordings for {keptWords(asked.board.retention)}, this browser for{' '}
            {keptWords(settings.retention)}. What is more than that would be deleted at once, and no undo
            brings it back.
          </p>
          <div className="settings-acts">
            <Button autoFocus onClick={() => void apply(withoutRetention(asked), KEPT)}>
              Import, keep recordings
            </Button>
            <Button look="danger" onClick={() => void apply(asked, 'Settings imported.')}>
              Import all of it
            </Button>
            <Button onClick={() => setAsked(undefined)}>Cancel</Button>
          </div>
        </div>
      )}
      {problem !== '' && (
        <p role="alert" className="settings-problem text-warn">
          {problem}
        </p>
      )}
    </>
  );
}

const KEPT = 'Settings imported. How long recordings stay is not changed.';

/** A file far too large for settings is not even read. */
async function readFile(
  file: File,
  windows: readonly number[] | undefined,
  settings: Parameters<typeof readSettingsFile>[1],
): Promise<ReturnType<typeof readSettingsFile>> {
  // A character has at most four bytes.
  if (file.size > 4 * LONGEST_FILE)
    return {
      ok: false,
      problem: `The file has ${bytes(file.size)}; expected a settings file, which has a few kB.`,
    };
  try {
    return readSettingsFile(await file.text(), settings, windows);
  } catch (error) {
    return { ok: false, problem: `The file could not be read: ${sentenceOf(error)}` };
  }
}
