/** A REST answer as a value, and the error bodies in the shapes the exchange uses (protocol 5.1). */

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export const okay = (body: unknown): Reply => ({ status: 200, body });

/** The nested shape: auth and exchange errors. */
export const nested = (status: number, code: string, message: string, details?: string): Reply => ({
  status,
  body: { error: details === undefined ? { code, message } : { code, message, details } },
});

/** The flat shape: request validation. */
export const flat = (code: string, message: string, details: string): Reply => ({
  status: 400,
  body: { code, message, details },
});

export const notFound = (what: string): Reply => nested(404, 'not_found', `${what} not found`);

export const tooMany: Reply = { status: 429, body: { error: 'too many requests' } };
