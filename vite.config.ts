/**
 * Builds the page: root `app/`, workers as ES modules with unique names, Tailwind, and the service worker with the list of
 * all built files. The relay mounts this same configuration as middleware in development (`npm run dev`), where there is no
 * service worker.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
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
    compressed(),
  ],
  define: command === 'build' ? { 'import.meta.env.VITE_BUILD': JSON.stringify(buildName()) } : {},
  worker: { format: 'es' },
  build: { outDir: here('./dist'), emptyOutDir: true, target: 'es2023', sourcemap: true },
  server: { fs: { allow: [here('.')] } },
}));

/** What is text, or as loose as text; pictures and fonts are compressed already, and nobody waits for maps. */
const LOOSE = /\.(html|js|css|wasm|svg|webmanifest)$/;

/**
 * Leaves beside each built file that it helps a brotli and a gzip of it, which relay/host.ts serves to whoever takes them. At
 * build time they may be as short as can be, and cost the running relay nothing.
 */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'flowboard-compressed',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    closeBundle: {
      // After the service worker, which is built when all else is there.
      order: 'post',
      sequential: true,
      handler: async (failure) => {
        if (failure !== undefined) return;
        const files = filesOf(folder).filter((file) => LOOSE.test(file));
        await Promise.all(files.map(compress));
      },
    },
  };
}

async function compress(file: string): Promise<void> {
  const plain = readFileSync(file);
  const { BROTLI_PARAM_SIZE_HINT } = constants;
  const forms = [
    ['.br', await promisify(brotliCompress)(plain, { params: { [BROTLI_PARAM_SIZE_HINT]: plain.length } })],
    ['.gz', await promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION })],
  ] as const;
  for (const [ending, form] of forms) if (form.length < plain.length) writeFileSync(file + ending, form);
}

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
