/** Which build of the page this is: tabs of two builds share the browser's storage, but not each other's workers. */

/** Version and a mark of the sources, put here by vite.config.ts; `dev` where nothing was built. */
export const BUILD: string = import.meta.env.VITE_BUILD ?? 'dev';
