import type { Asked } from './exchange.ts';

/** A request as it came, readable, with everything secret masked. */
export interface RecordedRequest {
  readonly atMs: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly what: string;
  /** 0 where the connection was cut. */
  readonly status: number;
  readonly body: string;
  readonly answer: string;
  /** Whether a token stood in the URL, where it ends up in logs. */
  readonly hasTokenInUrl: boolean;
}

export function recorded(asked: Asked, what: string, status: number, answer: string): RecordedRequest {
  return {
    atMs: asked.nowMs,
    host: asked.host,
    method: asked.method,
    path: asked.path,
    what,
    status,
    body: masked(asked.body),
    answer: masked(answer),
    hasTokenInUrl: asked.query.has('access_token'),
  };
}

function masked(text: string): string {
  return text
    .replace(/simulated-(access|refresh|code)-[0-9a-f]+/g, 'simulated-$1-…')
    .replace(/(client_secret|refresh_token|code)=[^&]*/g, '$1=…');
}
