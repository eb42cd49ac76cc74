/**
 * Builds the page under another name, as the next version would be: `node --import tsx tests/support/build-page.ts FOLDER NAME`.
 * Everything else is as `npm run build` has it.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const [folder, name] = process.argv.slice(2);
if (folder === undefined || name === undefined) throw new Error('Expected a folder and a name.');
await build({
  configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
  logLevel: 'error',
  define: { 'import.meta.env.VITE_BUILD': JSON.stringify(name) },
  build: { outDir: folder },
});
