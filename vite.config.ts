/**
 * Builds the page: root `app/`, workers as ES modules with unique names, Tailwind.
 * The relay mounts this same configuration as middleware in development (`npm run dev`).
 */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('./app'),
  publicDir: here('./public'),
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  build: { outDir: here('./dist'), emptyOutDir: true, target: 'es2023', sourcemap: true },
  server: { fs: { allow: [here('.')] } },
});
