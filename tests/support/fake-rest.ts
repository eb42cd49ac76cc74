/** REST as a test wants it: answers by operation, and what was asked. */
import type { RestAnswer, RestClient, RestParameters } from '../../workers/market/rest-client.ts';

export interface Asked {
  readonly operation: string;
  readonly parameters: RestParameters;
}

export class FakeRest implements Pick<RestClient, 'get'> {
  readonly asked: Asked[] = [];
  /** What the next requests are answered, by operation. */
  readonly answers = new Map<string, (asked: Asked) => RestAnswer>();

  get(operation: string, parameters: RestParameters): Promise<RestAnswer> {
    const asked = { operation, parameters };
    this.asked.push(asked);
    return Promise.resolve(this.answers.get(operation)?.(asked) ?? { kind: 'failed', reason: 'no answer' });
  }

  /** Answers `operation` with the JSON of `body`. */
  json(operation: string, body: unknown): void {
    this.answers.set(operation, () => ({ kind: 'body', text: JSON.stringify(body) }));
  }
}
