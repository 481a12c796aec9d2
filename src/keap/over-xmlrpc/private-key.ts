/** The first parameter of every method. Under OAuth its text does not count (developer.keap.com, "XML-RPC"). */
import { encodeValue } from '../../xmlrpc/index.ts';

/** What stands in the place of the key where another proof counts. */
export const placeholderKey = 'oauth';

const placeholderParam = param(placeholderKey);

/** The body of a call with `key` in the place of the placeholder. */
export function withPrivateKey(body: string, key: string): string {
  const start = body.indexOf(placeholderParam);
  if (start < 0) throw new TypeError('The call has no private key as its first parameter');
  return body.slice(0, start) + param(key) + body.slice(start + placeholderParam.length);
}

function param(key: string): string {
  return `<param>${encodeValue(key)}</param>`;
}
