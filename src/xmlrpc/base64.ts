const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What a letter stands for, by its code; 64 for what is no letter of the alphabet. */
const sextets = new Uint8Array(128).fill(64);
for (let sextet = 0; sextet < 64; sextet++) sextets[alphabet.charCodeAt(sextet)] = sextet;

/** RFC 4648, section 4. */
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

/** Takes lines of any length; undefined for junk, wrong padding and bits that no encoder writes. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const letters = /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]/g, '') : text;
  if (letters.length % 4 !== 0) return undefined;
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  const length = letters.length - padding;
  const bytes = new Uint8Array((letters.length / 4) * 3 - padding);
  let bits = 0;
  let count = 0;
  let place = 0;
  for (let index = 0; index < length; index++) {
    const sextet = sextets[letters.charCodeAt(index)] ?? 64;
    if (sextet === 64) return undefined;
    bits = ((bits << 6) | sextet) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[place++] = bits >> count;
    }
  }
  const rest = bits & ((1 << count) - 1);
  return rest === 0 ? bytes : undefined;
}
