/** Serves the heatmap's page to a test: `site` is its address. */
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { test as base } from 'playwright/test';

export const test = base.extend<object, { site: string }>({
  site: [
    // eslint's no-empty-pattern does not know Playwright's way of saying "needs no other fixture"
    async ({ browserName: _ }, use) => {
      const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
      const server: ViteDevServer = await createServer({
        configFile: here('../../../vite.config.ts'),
        root: here('.'),
        cacheDir: here('../../../node_modules/.vite-heatmap'),
        // All at once: a package found later would reload the page under the test.
        optimizeDeps: { entries: ['main.tsx', here('../../../workers/heatmap/heatmap-worker.ts')] },
        server: { port: 0, host: '127.0.0.1', hmr: false, fs: { allow: [here('../../..')] } },
        logLevel: 'error',
      });
      await server.listen();
      await use(server.resolvedUrls?.local[0] ?? '');
      await server.close();
    },
    { scope: 'worker' },
  ],
});
