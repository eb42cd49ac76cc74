/**
 * What the first screen needs before it is drawn: every script and style that the built page names. What comes later, by
 * `import()`, is not in it. The limit is that of the targets.
 */
import { readFileSync } from 'node:fs';

const page = readFileSync('dist/index.html', 'utf8');

export default [
  {
    name: 'entry',
    path: [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
      ([, file]) => `dist/${file}`,
    ),
    limit: '200 kB',
    gzip: true,
  },
];
