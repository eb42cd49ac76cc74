/** The page hands jobs to its worker: the measured code runs where the product runs it. */
import type { Job, JobResult } from './jobs.ts';

if ('trustedTypes' in window) {
  const factory = window.trustedTypes as {
    createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
  };
  factory.createPolicy('default', { createScriptURL: (url) => url });
}

function runJob(job: Job): Promise<JobResult> {
  const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<JobResult>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<JobResult>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}

Object.assign(window, { runJob });
