/** What calls of REST v2 come to, before it is text. */

export interface RestAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** A refusal in the contract's shape (schema `Error`). Unless a source is given the words are ours: Keap documents none. */
export interface Refusal extends RestAnswer {
  readonly kind: 'refusal';
  readonly value: {
    readonly code: number;
    readonly message: string;
    readonly status: string;
    readonly details: readonly { readonly domain: string; readonly resource: string }[];
  };
}

const names = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
} as const;

export function ok(value: unknown): RestAnswer {
  return { status: 200, value };
}

export function created(value: unknown): RestAnswer {
  return { status: 201, value };
}

export function refusal(code: keyof typeof names, message: string, resource: string): Refusal {
  const details = [{ domain: 'contacts', resource }];
  return { kind: 'refusal', status: code, value: { code, message, status: names[code], details } };
}

export function isRefusal(value: object): value is Refusal {
  return 'kind' in value && value.kind === 'refusal';
}
