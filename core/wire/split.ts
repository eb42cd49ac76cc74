/** Takes a message of the relay apart: it joins the exchange's frames, bytes untouched, by a character JSON cannot hold. */

/** Record separator: control characters cannot stand in JSON text unescaped (RFC 8259, section 7). */
export const FRAME_SEPARATOR = '\u001e';

/** Returns the frames in order; none for the relay's heartbeat, which is an empty message. */
export function splitFrames(message: string): readonly string[] {
  const frames: string[] = [];
  let start = 0;
  for (let end = message.indexOf(FRAME_SEPARATOR); end >= 0; end = message.indexOf(FRAME_SEPARATOR, start)) {
    if (end > start) frames.push(message.slice(start, end));
    start = end + 1;
  }
  if (start < message.length) frames.push(message.slice(start));
  return frames;
}
