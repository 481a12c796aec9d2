/** What a call of REST v2 comes to, before it is text. */
export interface RestAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** A refusal in the contract's shape (schema `Error`). The words are ours: Keap documents none. */
export interface Refusal extends RestAnswer {
  readonly kind: 'refusal';
}

const names: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
};

export function ok(value: unknown): RestAnswer {
  return { status: 200, value };
}

export function refusal(code: 400 | 404 | 405, message: string, resource: string): Refusal {
  const details = [{ domain: 'contacts', resource }];
  return { kind: 'refusal', status: code, value: { code, message, status: names[code], details } };
}

export function isRefusal(value: object): value is Refusal {
  return 'kind' in value && value.kind === 'refusal';
}
