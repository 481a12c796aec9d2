/** The shapes in which REST v2 has been seen to refuse one call. */
import { htmlAnswer, jsonAnswer, type SentResponse } from '../http-message.ts';
import type { Refusal } from './rest-answer.ts';

/**
 * `documented` is the contract's `Error`; `message`, `text-code`, `null-code` and `server-error` (a 500 for bad data) were
 * recorded by other clients; `fault` is the gateway's shape, `html` a page, `empty` no body at all; `turns` takes all of them in turns.
 * probe: rest/missing-contact
 */
export type RefusalShape = (typeof refusalShapes)[number] | 'turns';

export const refusalShapes = [
  ...(['documented', 'message', 'text-code', 'null-code', 'fault', 'html', 'empty', 'server-error'] as const),
] as const;

/** The refusal as an answer; `count` says how many came before, for `turns`. */
export function shapedRefusal(
  { status, value }: Refusal,
  shape: RefusalShape,
  count: number,
  what: string,
): SentResponse {
  const { message, status: word } = value;
  switch (shape) {
    case 'turns':
      return shapedRefusal(
        { kind: 'refusal', status, value },
        refusalShapes[count % refusalShapes.length] ?? 'documented',
        count,
        what,
      );
    case 'documented':
      return jsonAnswer(status, value, what);
    case 'message':
      return jsonAnswer(status, { message }, what);
    case 'text-code':
      return jsonAnswer(status, { code: word, message }, what);
    case 'null-code':
      return jsonAnswer(status, { code: null, message, status: null, details: null }, what);
    case 'fault': {
      const detail = { errorcode: 'steps.raisefault.RaiseFault' };
      return jsonAnswer(status, { fault: { faultstring: message, detail } }, what);
    }
    case 'html':
      return htmlAnswer(status, `<html><body><h1>HTTP Status ${status} - ${word}</h1></body></html>`, what);
    case 'empty':
      return { ...htmlAnswer(status, '', what), headers: {} };
    case 'server-error':
      return status === 400
        ? jsonAnswer(500, { code: 500, message: 'Internal Server Error', status: 'INTERNAL' }, what)
        : jsonAnswer(status, value, what);
  }
}
