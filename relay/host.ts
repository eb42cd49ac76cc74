/**
 * Serves the page itself: Vite as middleware while developing, `dist/` with its headers otherwise. Also owns the
 * headers every answer carries. The page holds no data and no token, so this needs none.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';

export type PageSource =
  | { readonly kind: 'dist'; readonly directory: string }
  /** The development server of Vite, inside this process and port. */
  | { readonly kind: 'vite' }
  /** No page: for tests of the relay alone. */
  | { readonly kind: 'none' };

export interface PageHost {
  readonly handlers: readonly RequestHandler[];
  /** Takes Vite's own socket upgrades (hot reload); absent when there is no Vite. */
  readonly upgrades?: Server | undefined;
  readonly close: () => Promise<void>;
}

/** Where `npm run build` puts the page. */
export const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** Returns whether a built page is there. */
export function hasPage(directory: string): boolean {
  return existsSync(join(directory, 'index.html'));
}

/**
 * Returns the headers of every answer. The policy lets nothing remote in; inline styles are needed by toasts and
 * primitives, `wasm-unsafe-eval` by SQLite and training, one default Trusted Types policy by worker URLs. No HSTS and
 * no upgrade-insecure-requests: on a loopback name they would break every other local port. While Vite serves, its
 * inline scripts and styles rule the content policy out.
 */
export function securityHeaders(port: () => number, isVite: boolean): RequestHandler[] {
  const policy = {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      // Older Safari does not count our own socket as 'self'.
      connectSrc: ["'self'", () => `ws://127.0.0.1:${port()}`],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['default'],
    },
  };
  return [
    helmet({
      contentSecurityPolicy: isVite ? false : policy,
      strictTransportSecurity: false,
      crossOriginOpenerPolicy: false,
      crossOriginEmbedderPolicy: false,
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader(
        'Permissions-Policy',
        'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()',
      );
      next();
    },
  ];
}

/** Returns the handlers that answer for the page. */
export async function createPageHost(source: PageSource): Promise<PageHost> {
  if (source.kind === 'none') return { handlers: [], close: () => Promise.resolve() };
  return source.kind === 'vite' ? hostVite() : hostDist(source.directory);
}

/**
 * What the build leaves beside a file (vite.config.ts), the shorter one first. Only files of the page are compressed, and
 * only at build time: an answer that carries a secret beside text that somebody else chose would betray the secret by its
 * length when compressed (BREACH). So /pair and /api stay as they are.
 */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Headers that are set before it shows that a file cannot be sent as asked; on our own error they would be untrue. */
const OF_A_FILE = ['Content-Encoding', 'Content-Type', 'Cache-Control', 'ETag', 'Last-Modified'];

function hostDist(directory: string): PageHost {
  const filesAs = (encoding?: string): RequestHandler =>
    express.static(directory, {
      dotfiles: 'deny',
      redirect: false,
      index: false,
      setHeaders(response: Response, path) {
        // File names under assets/ carry a hash of their content; every other file may change under its name.
        const isHashed = path.startsWith(join(directory, 'assets'));
        response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (encoding === undefined) return;
        response.setHeader('Content-Encoding', encoding);
        // Of the file that is inside: the path ends with the name of the encoding.
        response.type(extname(path.slice(0, -extname(path).length)));
      },
    });
  const plain = filesAs();
  const encoded = ENCODINGS.map(([name, ending]) => ({ name, ending, files: filesAs(name) }));

  /** The file in the shortest form that is there and that the client takes, else as it is. */
  const files: RequestHandler = (request, response, next) => {
    response.vary('Accept-Encoding');
    const { url, path } = request;
    const wanted = encoded.filter(({ name }) => request.acceptsEncodings(name) !== false);
    const refuse = (error: unknown): void => {
      for (const name of OF_A_FILE) response.removeHeader(name);
      next(error);
    };
    const tryForm = (at: number): void => {
      const form = wanted[at] ?? { ending: '', files: plain };
      request.url = at < wanted.length ? path + form.ending : url;
      void form.files(request, response, (error?: unknown) => {
        if (error !== undefined) refuse(error);
        else if (at < wanted.length) tryForm(at + 1);
        else next();
      });
    };
    tryForm(0);
  };
  const page: RequestHandler = (request, response, next) => {
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    // A deep link is a path without a file's ending; everything else that is not there is an honest 404.
    if (!isPage || /\.[^/]*$/.test(request.path)) return next();
    request.url = '/index.html';
    return files(request, response, next);
  };
  return { handlers: [files, page], close: () => Promise.resolve() };
}

/**
 * While developing: a browser that has shown the built page at this address keeps serving it from its cache. This ends its
 * service worker and loads the page anew, from Vite.
 */
const NO_SERVICE_WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('flowboard-')) await caches.delete(name);
  await self.registration.unregister();
  for (const page of await self.clients.matchAll({ type: 'window' })) await page.navigate(page.url);
})()));
`;

async function hostVite(): Promise<PageHost> {
  const { createServer: createVite } = await import('vite');
  // Never listens: it only carries upgrades that the relay's guards have let through to Vite's own handler.
  const upgrades = createServer();
  const vite = await createVite({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    appType: 'spa',
    clearScreen: false,
    logLevel: 'warn',
    server: { middlewareMode: true, ws: { server: upgrades }, cors: false, allowedHosts: ['127.0.0.1'] },
  });
  const handler: RequestHandler = (request, response, next) => {
    if (request.path !== '/service-worker.js') return vite.middlewares(request, response, next);
    response.setHeader('Cache-Control', 'no-cache');
    response.type('text/javascript').send(NO_SERVICE_WORKER);
  };
  return { handlers: [handler], upgrades, close: () => vite.close() };
}
