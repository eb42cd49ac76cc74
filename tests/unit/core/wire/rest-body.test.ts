import { expect, test } from 'vitest';
import { parseBody, restErrorReason } from '#core/wire/rest-body.ts';

test.each([
  [
    401,
    '{"error":{"code":"authentication_error","message":"authentication_error","details":"INCORRECT_API_KEY_SIGNATURE"}}',
    'authentication_error: INCORRECT_API_KEY_SIGNATURE (HTTP 401)',
  ],
  [401, '{"error":{"code":"header_timestamp_expired"}}', 'header_timestamp_expired (HTTP 401)'],
  [
    400,
    '{"code":"invalid_content_type","message":"send JSON","details":"text/plain was sent"}',
    'invalid_content_type: send JSON: text/plain was sent (HTTP 400)',
  ],
  [400, '{"msg":"limit must be at most 1000"}', 'limit must be at most 1000 (HTTP 400)'],
  [429, '{"error":"too many requests"}', 'too many requests (HTTP 429)'],
  [502, '<html><body>Bad Gateway</body></html>', 'HTTP 502'],
  [503, '', 'HTTP 503'],
  [500, 'null', 'HTTP 500'],
  [500, '{}', 'HTTP 500'],
  [500, '{"error":{"code":5,"message":["x"]},"message":null}', 'HTTP 500'],
  [400, '{"msg":"two\\nlines\\u0000  wide"}', 'two lines\ufffd wide (HTTP 400)'],
  [400, '{"msg":"  "}', 'HTTP 400'],
])('an answer with status %i and body %s is told as one line', (status, body, reason) => {
  expect(restErrorReason(status, body)).toBe(reason);
});

test('an endless reason is cut', () => {
  expect(restErrorReason(400, JSON.stringify({ msg: 'x'.repeat(9_999) }))).toBe(
    `${'x'.repeat(200)} (HTTP 400)`,
  );
});

test('a body past 64 million characters is refused unread', () => {
  expect(parseBody(`{}${' '.repeat(64 * 1024 * 1024 - 1)}`)).toEqual({ ok: false, reason: 'too-long' });
  expect(parseBody(`{}${' '.repeat(64 * 1024 * 1024 - 2)}`)).toEqual({ ok: true, value: {} });
});
