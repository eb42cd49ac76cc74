/**
 * Everything the palette can do besides going to a market: places, dialogs, verbs, and the choices of the settings, a line each.
 * What cannot be done now (a follower that would record, a recording on the screen) is not offered.
 */
import type { Ticker } from '#core/units/ticker.ts';
import type { Flowboard, SessionState } from '../../boot/flowboard.ts';
import { openAlertForm, openAlerts } from '../../state/alert-form.ts';
import { clearFilter, isFiltered, toggleCategory, type BoardFilter } from '../../state/board-filter.ts';
import { openData, openDialog, openSettings } from '../../state/dialogs.ts';
import { updateDisplay, type Display } from '../../state/display.ts';
import { install } from '../../state/install.ts';
import { pinsIn, setPin } from '../../state/pins.ts';
import type { ShownPanel } from '../../state/shown-panels.ts';
import { tell } from '../../state/tell.ts';
import { showAround } from '../../state/show-around.ts';
import { FRONT, goTo } from '../../state/view.ts';
import { scoreOf, searchable, wordsOf } from '#core/market/find.ts';
import { DENSITIES, FORMS, HOT_SORTS, OUTCOMES, PALETTES, THEMES, ZONES } from '../settings/look-choices.ts';

export interface Command {
  /** What it is called, also to the eye: no two are called the same. */
  readonly name: string;
  /** Other words somebody may look for. */
  readonly also: string;
  /** A setting that is so already. */
  readonly isChosen: boolean;
  run(): void;
}

export interface CommandFacts {
  readonly flowboard: Flowboard;
  readonly session: Pick<SessionState, 'role' | 'replay' | 'settings'>;
  readonly display: Display;
  readonly filter: BoardFilter;
  readonly isFrozen: boolean;
  /** Minutes that may be the rolling window. */
  readonly windows: readonly number[];
  /** The browser offers to install the page. */
  readonly canInstall: boolean;
  /** Whose page or drawer is open. */
  readonly market: Ticker | undefined;
  /** Panels on the screen. */
  readonly panels: readonly ShownPanel[];
}

/** Returns what can be done now: first what is done most. */
export function commandsOf(facts: CommandFacts): readonly Command[] {
  return [...verbsOf(facts), ...picturesOf(facts), ...looksOf(facts.display), ...switchesOf(facts)];
}

/** Returns a way to narrow the board down to each of `categories`, from wherever one is. */
export function categoryCommands(
  categories: readonly string[],
  { category }: Pick<BoardFilter, 'category'>,
): readonly Command[] {
  return categories.map((name) => ({
    name,
    also: 'category filter',
    isChosen: name === category,
    run: () => {
      toggleCategory(name);
      goToFront();
    },
  }));
}

/** Returns at most `limit` of `commands` that hold every word of `question`, the best first; without words the first ones. */
export function matching(commands: readonly Command[], question: string, limit: number): readonly Command[] {
  const words = wordsOf(question);
  if (words.length === 0) return commands.slice(0, limit);
  return commands
    .map((command) => ({ command, score: scoreOf(words, searchable(command.name, command.also)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ command }) => command);
}

function does(name: string, also: string, run: () => void): Command {
  return { name, also, isChosen: false, run };
}

function goToFront(): void {
  goTo(FRONT);
}

function picturesOf({ panels }: CommandFacts): readonly Command[] {
  return panels.map((panel) =>
    does(`Picture of ${panel.title}`, 'screenshot snapshot image png copy save camera', () => panel.take()),
  );
}

function verbsOf({
  flowboard,
  session,
  filter,
  isFrozen,
  canInstall,
  market,
}: CommandFacts): readonly Command[] {
  const isReplay = session.replay !== undefined;
  const commands = [
    does('Go to the front page', 'flow home tape treemap', goToFront),
    does('Data: recordings', 'sessions replay books stored', () => openData('recordings')),
    does('Data: storage', 'stored days quota disk space persistence erase kept', () => openData('storage')),
    does('Data: questions in SQL', 'query sqlite', () => openData('sql')),
    does('Data: import a recording', 'open file load', () => openData('import')),
    does('Data: export', 'save sqlite csv download', () => openData('export')),
    does('Alerts', 'rules notifications', () => openAlerts('rules')),
    does('Alerts: new rule', 'write add price move burst large trade', () => openAlerts('form')),
    does('Alerts: history', 'fired late what happened', () => openAlerts('history')),
    does('Alerts: sound and quiet hours', 'mute silence night', () => openAlerts('options')),
    does('Settings', 'all preferences options', () => openDialog('settings')),
    does('Settings: prices and times', 'formats units', () => openSettings('prices')),
    does('Settings: keys', 'shortcuts keyboard change turn off', () => openSettings('keys')),
    does('Settings: recording', 'retention days keep delete old size', () => openSettings('recording')),
    does('Settings: export or import a file', 'save load copy other browser', () => openSettings('file')),
    does('Settings: reset', 'defaults all', () => openSettings('file')),
    does('Reset the layout', 'settings panels sizes splitters', () => updateDisplay({ layout: {} })),
    does('Help', 'keys shortcuts words glossary', () => openDialog('help')),
    does('Use your own Kalshi key', 'account env real', () => openDialog('key')),
    does('Show me around', 'tour marks first steps newcomer', showAround),
    does('Diagnostics', 'log versions workers rejects counters', () => openDialog('diagnostics')),
    ...(canInstall ? [does('Install app', 'program window desktop home screen', () => void install())] : []),
    does('Pair this page', 'code token relay', () => openDialog('pair')),
  ];
  commands.unshift(
    isFrozen
      ? does('Go on', 'unfreeze continue', () => flowboard.frames.freeze(false))
      : does('Freeze the page', 'stop pause hold still', () => flowboard.frames.freeze(true)),
  );
  if (isReplay)
    commands.unshift(does('Back to the live feed', 'end replay', () => tell(flowboard.replay.close())));
  else commands.push(does('Connect again now', 'retry reconnect exchange', () => tell(flowboard.retryNow())));
  if (market !== undefined) commands.push(...marketVerbs(flowboard, session, market));
  if (isFiltered(filter))
    commands.unshift(does('Clear the filter', 'all trades categories size words reset', clearFilter));
  if (session.role === 'follower')
    commands.push(does('Lead from this tab', 'record here take over', () => flowboard.leadFromHere()));
  return commands;
}

/** What can be done with the market on the screen. */
function marketVerbs(
  flowboard: Flowboard,
  { role, settings: { recording } }: CommandFacts['session'],
  market: Ticker,
): readonly Command[] {
  const pin = pinsIn(recording).includes(market)
    ? does('Unpin this market', 'star off', () => setPin(flowboard, market, false))
    : does('Pin this market', 'star on top record its book', () => setPin(flowboard, market, true));
  return [
    ...(role === 'leader' ? [pin] : []),
    does('Alert me about this market', 'rule notify price', () => openAlertForm(market)),
  ];
}

interface Choice<T> {
  readonly value: T;
  readonly text: string;
  readonly name?: string | undefined;
}

function looksOf(display: Display): readonly Command[] {
  const choice = <K extends keyof Display>(of: string, key: K, choices: readonly Choice<Display[K]>[]) =>
    choices.map(({ value, text, name = text }) => ({
      name: `${of}: ${name}`,
      also: 'settings look',
      isChosen: display[key] === value,
      run: () => updateDisplay({ [key]: value }),
    }));
  return [
    ...choice('Theme', 'theme', THEMES),
    ...choice('Palette', 'palette', PALETTES),
    ...choice('Density of rows', 'density', DENSITIES),
    ...choice('Price as', 'priceForm', FORMS),
    ...choice('Read first', 'outcome', OUTCOMES),
    ...choice('Time', 'zone', ZONES),
    ...choice('Sort the hot list by', 'hotBy', HOT_SORTS),
    onOrOff('Settings: keys of one character', 'shortcuts keyboard', display.hasShortcuts, (next) =>
      updateDisplay({ hasShortcuts: next }),
    ),
    onOrOff('Merge sweeps on the tape', 'settings prints rows', display.mergeTape, (next) =>
      updateDisplay({ mergeTape: next }),
    ),
  ];
}

function switchesOf({ flowboard, session, windows }: CommandFacts): readonly Command[] {
  const { settings, role } = session;
  const commands: Command[] = windows.map((minutes) => ({
    name: `Window: ${minutes} min`,
    also: 'settings minutes rolling',
    isChosen: settings.windowMinutes === minutes,
    run: () => tell(flowboard.updateSettings({ windowMinutes: minutes })),
  }));
  commands.push(
    onOrOff('Show combo markets', 'settings parlay', settings.includeCombos, (next) =>
      tell(flowboard.updateSettings({ includeCombos: next })),
    ),
  );
  if (role === 'leader')
    commands.push(
      onOrOff('Ask the exchange for names (REST)', 'settings', settings.restEnabled, (next) =>
        tell(flowboard.setRestEnabled(next)),
      ),
    );
  return commands;
}

/** A switch is its other state: choosing it turns it over. */
function onOrOff(name: string, also: string, isOn: boolean, set: (next: boolean) => void): Command {
  return { name: `${name}: turn ${isOn ? 'off' : 'on'}`, also, isChosen: false, run: () => set(!isOn) };
}
