/** HTTP Basic authentication, including base64, because the core must not use Apps Script's. */
import { type Secret, secret } from '../secret.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The `Authorization` header of HTTP Basic, id and secret in UTF-8 (RFC 7617, section 2). */
export function basicAuth(id: string, password: string): Secret {
  return secret(`Basic ${base64(utf8(`${id}:${password}`))}`);
}

/** `encodeURIComponent` is the one UTF-8 encoder that every JavaScript has. Throws `URIError` for an unpaired surrogate. */
function utf8(text: string): number[] {
  const bytes: number[] = [];
  const escaped = encodeURIComponent(text);
  for (let index = 0; index < escaped.length; index++) {
    if (escaped[index] === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(escaped.charCodeAt(index));
    }
  }
  return bytes;
}

/** RFC 4648, section 4. */
function base64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.slice(index, index + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}
