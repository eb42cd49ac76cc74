/** What vite.config.ts puts into `import.meta.env`. */
interface ImportMetaEnv {
  readonly VITE_BUILD?: string;
}
