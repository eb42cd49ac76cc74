/**
 * Builds the page: root `app/`, workers as ES modules with unique names, Tailwind, and the service worker with the list of
 * all built files. The relay mounts this same configuration as middleware in development (`npm run dev`), where there is no
 * service worker.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** All that the built page is made of. */
const SOURCES = ['app', 'core', 'public', 'workers', 'package.json', 'package-lock.json'];

export default defineConfig(({ command }) => ({
  root: here('./app'),
  publicDir: here('./public'),
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'service-worker.ts',
      // Registered in app/boot/updates.ts; the manifest is public/manifest.webmanifest.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        // Everything the page may ever load. The screenshots are for the browser's own install window alone.
        globPatterns: ['**/*.{html,js,css,wasm,woff2,svg,png,webmanifest}'],
        globIgnores: ['screenshots/**', 'service-worker.js'],
        dontCacheBustURLsMatching: /^assets\//,
      },
      // Its build says nothing where ours says nothing, and Vite 8 has another word for what the plugin asks for.
      integration: {
        configureCustomSWViteBuild: (config) => {
          config.logLevel = 'error';
          Object.assign(config.build?.rollupOptions?.output ?? {}, {
            inlineDynamicImports: undefined,
            codeSplitting: false,
          });
        },
      },
    }),
  ],
  define: command === 'build' ? { 'import.meta.env.VITE_BUILD': JSON.stringify(buildName()) } : {},
  worker: { format: 'es' },
  build: { outDir: here('./dist'), emptyOutDir: true, target: 'es2023', sourcemap: true },
  server: { fs: { allow: [here('.')] } },
}));

/** Returns the version and a mark of the sources: the same sources have the same name, wherever they are built. */
function buildName(): string {
  const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8')) as {
    readonly version: string;
  };
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesOf(here(`./${source}`))) hash.update(readFileSync(file));
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}

/** Files under `path`, or `path` itself, in one order on every machine. */
function filesOf(path: string): readonly string[] {
  const isFile = /\.json$/.test(path);
  if (isFile) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
}
