const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const sextets: ReadonlyMap<string, number> = new Map([...alphabet].map((letter, value) => [letter, value]));

/** RFC 4648, section 4. */
export function encodeBase64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const bits = ((bytes[index] ?? 0) << 16) | ((second ?? 0) << 8) | (third ?? 0);
    groups.push(
      alphabet.charAt(bits >> 18) +
        alphabet.charAt((bits >> 12) & 63) +
        (second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63)) +
        (third === undefined ? '=' : alphabet.charAt(bits & 63)),
    );
  }
  return groups.join('');
}

/** Takes lines of any length; undefined for junk, wrong padding and bits that no encoder writes. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const letters = text.replace(/[ \t\r\n]+/g, '');
  if (letters.length % 4 !== 0) return undefined;
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((letters.length / 4) * 3 - padding);
  let bits = 0;
  let count = 0;
  let place = 0;
  for (let index = 0; index < letters.length - padding; index++) {
    const sextet = sextets.get(letters.charAt(index));
    if (sextet === undefined) return undefined;
    bits = ((bits << 6) | sextet) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[place++] = (bits >> count) & 0xff;
    }
  }
  const rest = bits & ((1 << count) - 1);
  return rest === 0 ? bytes : undefined;
}
