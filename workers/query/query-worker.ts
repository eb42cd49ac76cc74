/// <reference types="vite/client" />
/** Entry of the query worker: exports, with SQLite fetched from our own address when it is first needed. */
import initSqlJs from 'sql.js';
import wasmUrl from 'sql.js/dist/sql-wasm.wasm?url';
import { systemClock } from '../lib/clock.ts';
import { serve } from '../lib/serve.ts';
import { createQuery } from './service.ts';

serve(createQuery({ clock: systemClock(), loadSql: () => initSqlJs({ locateFile: () => wasmUrl }) }));
