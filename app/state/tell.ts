/** What a button began and could not end: said as a toast, since nobody waits for it. */

/** Tells the reader when `work` fails. */
export function tell(work: Promise<unknown>): void {
  work.catch(async (error: unknown) => {
    // Loaded with the dialogs, right after the page's first second.
    const { toast } = await import('sonner');
    toast.error(sentenceOf(error));
  });
}

/** Returns what went wrong, as people read it. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
