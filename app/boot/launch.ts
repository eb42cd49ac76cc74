/**
 * How the installed program is opened: by a file, by a shortcut, or by a link that the browser hands to the window that is
 * there already. In the last case nothing is loaded, so the address is read here, a pairing code in it too.
 */

interface LaunchedFile {
  getFile(): Promise<File>;
}

interface LaunchParams {
  readonly targetURL?: string | null;
  readonly files?: readonly LaunchedFile[];
}

interface LaunchQueue {
  setConsumer(consume: (launch: LaunchParams) => void): void;
}

export interface LaunchEvents {
  onFile(file: File): void;
  /** The window was opened again at this address, without being loaded. */
  onAddress(address: URL): void;
  /** A file could not be opened: a sentence. */
  onProblem(sentence: string): void;
}

/** Follows launches where the browser tells of them (`scope` is window). `openedAt` is the address this page was loaded from. */
export function followLaunches(scope: object, openedAt: string, events: LaunchEvents): void {
  const queue = 'launchQueue' in scope ? (scope.launchQueue as LaunchQueue | undefined) : undefined;
  // The launch that loaded this page is told too: its address was read when the page started.
  let isFirst = true;
  queue?.setConsumer(({ targetURL, files = [] }) => {
    const isKnown = isFirst && targetURL === openedAt;
    isFirst = false;
    for (const file of files) void open(file, events);
    if (files.length === 0 && !isKnown && typeof targetURL === 'string') events.onAddress(new URL(targetURL));
  });
}

/** Returns true where `address` asks for the Data dialog, as the shortcut does. */
export function asksForData(address: URL): boolean {
  return address.searchParams.get('open') === 'data';
}

/** Takes the wish for a dialog out of the address bar and returns whether there was one: a reload must not open it again. */
export function takeWish(
  location: Pick<Location, 'href'>,
  history: Pick<History, 'replaceState' | 'state'>,
): boolean {
  const address = new URL(location.href);
  if (!asksForData(address)) return false;
  address.searchParams.delete('open');
  history.replaceState(history.state, '', address.href);
  return true;
}

async function open(launched: LaunchedFile, events: LaunchEvents): Promise<void> {
  try {
    events.onFile(await launched.getFile());
  } catch {
    events.onProblem(
      'The file could not be opened: it was moved or deleted, or the browser was not allowed to read it.',
    );
  }
}
