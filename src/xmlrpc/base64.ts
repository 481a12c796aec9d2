/** Base64 (RFC 4648, section 4). The language has none, and Apps Script has it only as a service. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The value of each character, by its code; 64 for a character that is not in the alphabet. */
const sextets = new Uint8Array(128).fill(64);
for (let sextet = 0; sextet < 64; sextet++) sextets[alphabet.charCodeAt(sextet)] = sextet;

/** The bytes as base64 in one line, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const bits = ((bytes[index] ?? 0) << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}

/** Accepts lines of any length; undefined for other characters, wrong padding, and bits that no encoder writes. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const characters = /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]/g, '') : text;
  if (characters.length % 4 !== 0) return undefined;
  const padding = characters.endsWith('==') ? 2 : characters.endsWith('=') ? 1 : 0;
  const length = characters.length - padding;
  const bytes = new Uint8Array((characters.length / 4) * 3 - padding);
  let bits = 0;
  let count = 0;
  let byteCount = 0;
  for (let index = 0; index < length; index++) {
    const sextet = sextets[characters.charCodeAt(index)] ?? 64;
    if (sextet === 64) return undefined;
    bits = ((bits << 6) | sextet) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[byteCount++] = bits >> count;
    }
  }
  const rest = bits & ((1 << count) - 1);
  return rest === 0 ? bytes : undefined;
}
