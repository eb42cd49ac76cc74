import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog, type LogFields } from '../../../relay/log.ts';

function capture(level: string) {
  let text = '';
  const log = createLog(
    level,
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString('utf8');
        done();
      },
    }),
  );
  return { log, text: () => text };
}

test('a line carries the event, the time and the listed fields', () => {
  const { log, text } = capture('info');
  log.info('operation', { request: 'abc', operation: 'markets', status: 200 });
  expect(JSON.parse(text())).toMatchObject({
    level: 30,
    msg: 'operation',
    request: 'abc',
    operation: 'markets',
    status: 200,
    time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
  });
});

test('a field that is not on the list, or no plain value, is never written', () => {
  const { log, text } = capture('info');
  const sloppy: LogFields & Record<string, unknown> = {
    request: 'abc',
    authorization: 'Bearer canary',
    headers: { cookie: 'canary' },
    url: '/feed?token=canary',
    token: 'canary',
  };
  log.info('careless', sloppy);
  const nested: LogFields = JSON.parse('{"reason":{"text":"canary"}}') as LogFields;
  log.info('nested', nested);
  expect(text()).not.toContain('canary');
  expect(text()).toContain('"request":"abc"');
});

test('below the level nothing is written', () => {
  const { log, text } = capture('warn');
  log.info('quiet');
  log.debug('quiet');
  log.warn('loud');
  expect(text().trim().split('\n')).toHaveLength(1);
});
