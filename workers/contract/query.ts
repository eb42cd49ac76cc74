/** The query worker: reads what is recorded, makes files of it. Never writes to IndexedDB. */

export type ExportTable = 'trades' | 'markets' | 'gaps';

export interface ExportRequest {
  readonly exchangeId: string;
  /** Inclusive bounds on the exchange's stamp, ms; absent means from the first or to the last. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Tables to fill; every table is there in every file. All by default. */
  readonly tables?: readonly ExportTable[] | undefined;
}

export interface ExportProgress {
  readonly done: number;
  readonly total: number;
  readonly phase: 'reading' | 'indexing' | 'writing';
}

export type ExportOutcome =
  | { readonly kind: 'done'; readonly blob: Blob; readonly rows: number; readonly fileName: string }
  | { readonly kind: 'cancelled' }
  /** A sentence: what happened and what to do. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Verbs of the query worker. Progress and cancel go over the port given with the request. */
export interface QueryApi {
  exportSqlite(request: ExportRequest, port: MessagePort): Promise<ExportOutcome>;
  exportCsv(request: ExportRequest, port: MessagePort): Promise<ExportOutcome>;
}

/** On the export's port: progress from the worker, `cancel` to it. */
export type ExportPortMessage =
  ({ readonly kind: 'progress' } & ExportProgress) | { readonly kind: 'cancel' };
