/** One export: a port for progress and cancel beside the call, and the user's signal turned into a message. */
import type {
  ExportOutcome,
  ExportPortMessage,
  ExportRequest,
  ExportVerb,
  QueryApi,
} from '#contract/query.ts';
import type { Caller } from './call.ts';
import type { ExportOptions } from './flowboard.ts';

/** Runs `verb` on `query`. Resolves with an outcome in every case, also when the worker dies. */
export async function runExport(
  query: Caller<QueryApi>,
  verb: ExportVerb,
  exchangeId: string,
  { onProgress, signal, from, to, tables }: ExportOptions,
): Promise<ExportOutcome> {
  if (signal?.aborted === true) return { kind: 'cancelled' };
  const { port1: port, port2: theirs } = new MessageChannel();
  port.onmessage = ({ data }: MessageEvent<ExportPortMessage>) => {
    if (data.kind === 'progress') onProgress?.({ done: data.done, total: data.total, phase: data.phase });
  };
  const cancel = (): void => {
    const message: ExportPortMessage = { kind: 'cancel' };
    port.postMessage(message);
  };
  signal?.addEventListener('abort', cancel);
  const request: ExportRequest = { exchangeId, from, to, tables };
  try {
    return await query.callSlow(verb, request, theirs);
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    signal?.removeEventListener('abort', cancel);
    port.close();
  }
}
