/** Why a book is not known at a moment of a recording, in words: nobody asks for it again there, as the live feed would. Pure. */
const WHY: ReadonlyMap<string, string> = new Map([
  ['sequence', 'messages of the exchange were lost'],
  ['unsent', 'the exchange never sent these trades'],
  ['disconnect', 'the connection was lost'],
  ['subscription', 'the subscription was lost'],
  ['reload', 'the page was reloaded or closed'],
  ['handover', 'another tab took over the recording'],
  ['not-stored', 'it could not be written to the disk in time'],
  ['removed', 'this part was deleted, for its age, for room or by hand'],
  ['negative', 'a change did not fit the book'],
  ['crossed', 'bids and asks crossed for too long'],
  ['audit', 'the exchange said otherwise by REST'],
  ['sleep', 'the computer was asleep'],
  ['damaged', 'what was stored can not be read'],
]);

/** Returns the sentence for the reason of a gap (GapRow) or of a doubtful book. */
export function gapWords(reason: string): string {
  const why = WHY.get(reason);
  return `The recording has a gap here${why === undefined ? '' : `: ${why}`}.`;
}
