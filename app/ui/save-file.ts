/** A file for the reader to keep. */

/** How long the address of the file lives after the click: the browser reads it at once, but not in the same turn. */
const RELEASE_AFTER_MS = 60_000;

/** Hands `blob` to the browser as a download. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, RELEASE_AFTER_MS);
}
