/** The first parameter of every method. Under OAuth, Keap ignores its text (developer.keap.com, "XML-RPC"). */
import { encodeValue } from '../../xmlrpc/index.ts';

/** Takes the place of the key when other credentials count. */
export const placeholderKey = 'oauth';

const placeholderParam = keyParam(placeholderKey);

/** The body of a call with `key` instead of the placeholder. Throws `TypeError` for a body without one. */
export function withPrivateKey(body: string, key: string): string {
  const start = body.indexOf(placeholderParam);
  if (start < 0) throw new TypeError('The call does not have a private key as its first parameter');
  return body.slice(0, start) + keyParam(key) + body.slice(start + placeholderParam.length);
}

function keyParam(key: string): string {
  return `<param>${encodeValue(key)}</param>`;
}
