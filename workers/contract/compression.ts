/** Deflate, by the platform's own streams: what is stored sealed is packed (core/market/packing.ts), then compressed. */

/** Inflated bytes past this are damage, not data: a sealed row is well below 1 MiB. */
const MAX_INFLATED = 64 * 1_024 * 1_024;

/**
 * Sends `bytes` through `stream`. Not by way of a Blob: a Blob's own stream goes through the browser process, which cost
 * 1.5 ms a row and two seconds at the start of a full day.
 */
function send(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const writer = stream.writable.getWriter();
  // What is wrong with the bytes shows at the reading end; here it would only be an unhandled rejection.
  void writer.write(bytes).catch(() => undefined);
  void writer.close().catch(() => undefined);
  return stream.readable;
}

/** Returns `bytes` deflated, without a header. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const deflated = send(bytes, new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(deflated).arrayBuffer());
}

/** Returns what `bytes` were before `deflate`, or `undefined` when they are no such thing. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = send(bytes, new DecompressionStream('deflate-raw')).getReader();
    for (;;) {
      const part = await reader.read();
      if (part.done) break;
      parts.push(part.value);
      length += part.value.length;
      if (length > MAX_INFLATED) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    // The stream's own words ("invalid distance") help nobody; the caller counts and says which row it was.
    return undefined;
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
