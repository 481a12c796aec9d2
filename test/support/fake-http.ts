import { onTestFinished } from 'vitest';
import type { Http, HttpReply, HttpRequest, HttpResult } from '../../src/platform/http.ts';

type Prepared = HttpResult | ((request: HttpRequest) => HttpResult);

/** Gives prepared answers in order; the test fails if it asks for more or leaves one unused. */
export interface FakeHttp extends Http {
  readonly requests: readonly HttpRequest[];
  /** The number of requests in each batch. */
  readonly batches: readonly number[];
}

export function fakeHttp(...prepared: readonly Prepared[]): FakeHttp {
  const waiting = [...prepared];
  const requests: HttpRequest[] = [];
  const batches: number[] = [];
  onTestFinished(() => {
    if (waiting.length > 0) throw new Error(`${waiting.length} prepared answers were never asked for.`);
  });
  return {
    requests,
    batches,
    send(batch) {
      batches.push(batch.length);
      return batch.map((request) => {
        requests.push(request);
        const next = waiting.shift();
        if (next === undefined)
          throw new Error(`Nobody prepared an answer for ${request.method} ${request.url}.`);
        return typeof next === 'function' ? next(request) : next;
      });
    },
  };
}

/** Answers every request with one function, for fakes with state. */
export function respondingHttp(respond: (request: HttpRequest) => HttpResult): FakeHttp {
  const requests: HttpRequest[] = [];
  const batches: number[] = [];
  return {
    requests,
    batches,
    send(batch) {
      batches.push(batch.length);
      requests.push(...batch);
      return batch.map(respond);
    },
  };
}

export function reply(status: number, body: unknown = '', headers: Record<string, string> = {}): HttpReply {
  return { kind: 'reply', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export const silence: HttpResult = { kind: 'silence', reason: 'time-out' };

/** The text of a request's body, with its secrets. */
export function bodyOf(request: HttpRequest | undefined): string {
  const body = request?.body ?? '';
  return typeof body === 'string' ? body : body.reveal();
}
