/** `Utilities`: digests, encodings, dates and sleep (Class Utilities). */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { EnumValue } from '../enums.ts';
import {
  ScriptException,
  type ServiceObject,
  type Signature,
  serviceObject,
  signature,
} from '../service-object.ts';
import type { Context } from '../world.ts';
import { zonedTime } from '../zoned-time.ts';

/** `Utilities`; bytes are numbers from -128 to 127, as in Java. */
export function utilities({ world }: Context): ServiceObject {
  return serviceObject('Utilities', {
    async sleep(ms) {
      const wanted = signature('Utilities.sleep', [ms]).whole(ms);
      if (wanted < 0 || wanted > world.limits.sleepMs) {
        throw new ScriptException(`Argument must be between 0 and ${world.limits.sleepMs}: milliseconds`);
      }
      if (wanted > 0) await world.timeline.sleepUntil(world.clock.nowMs() + wanted).ended;
    },
    getUuid: () => randomUUID(),
    base64Encode: (data, charset) => encoded('base64Encode', data, charset).toString('base64'),
    base64EncodeWebSafe: (data, charset) =>
      encoded('base64EncodeWebSafe', data, charset)
        .toString('base64')
        .replace(/\+/g, '-')
        .replace(/\//g, '_'),
    base64Decode: (text) => decoded('base64Decode', text, /^[A-Za-z0-9+/\s]*={0,2}\s*$/),
    base64DecodeWebSafe: (text) => decoded('base64DecodeWebSafe', text, /^[\w\s-]*={0,2}\s*$/),
    computeDigest(algorithm, value, charset) {
      const is = signature('Utilities.computeDigest', [algorithm, value, charset]);
      const name = algorithmName(is, algorithm, 'Utilities.DigestAlgorithm');
      return signedBytes(createHash(name).update(bytesOf(is, value)).digest());
    },
    computeHmacSignature(algorithm, value, key, charset) {
      const is = signature('Utilities.computeHmacSignature', [algorithm, value, key, charset]);
      const name = algorithmName(is, algorithm, 'Utilities.MacAlgorithm');
      return signedBytes(createHmac(name, bytesOf(is, key)).update(bytesOf(is, value)).digest());
    },
    computeHmacSha256Signature(value, key, charset) {
      const is = signature('Utilities.computeHmacSha256Signature', [value, key, charset]);
      return signedBytes(createHmac('sha256', bytesOf(is, key)).update(bytesOf(is, value)).digest());
    },
    formatDate(date, timeZone, format) {
      const is = signature('Utilities.formatDate', [date, timeZone, format]);
      return date instanceof Date ? formatDate(date, is.text(timeZone), is.text(format)) : is.refuse();
    },
  });
}

function encoded(method: string, data: unknown, charset: unknown): Buffer {
  return bytesOf(signature(`Utilities.${method}`, [data, charset]), data);
}

function bytesOf(is: Signature, data: unknown): Buffer {
  return Array.isArray(data)
    ? Buffer.from(data.map((byte) => Number(byte) & 0xff))
    : Buffer.from(is.text(data), 'utf8');
}

function decoded(method: string, text: unknown, shape: RegExp): number[] {
  const given = signature(`Utilities.${method}`, [text]).text(text);
  if (!shape.test(given)) throw new ScriptException('Could not decode string.');
  return signedBytes(Buffer.from(given, 'base64'));
}

function signedBytes(bytes: Buffer): number[] {
  return [...bytes].map((byte) => (byte > 127 ? byte - 256 : byte));
}

/** Node's name of it: `SHA_256` and `HMAC_SHA_256` are `sha256`. */
function algorithmName(is: Signature, value: unknown, type: string): string {
  if (!(value instanceof EnumValue) || value.type !== type) return is.refuse();
  return value.value.replace('HMAC_', '').replace('_', '').toLowerCase();
}

/** The letters of Java's SimpleDateFormat that people use; any other letter is not implemented. */
function formatDate(date: Date, timeZone: string, format: string): string {
  const { year, month, day, hour, minute, second } = zonedTime(date.getTime(), timeZone);
  const numbers: Readonly<Record<string, number>> = {
    ...{ y: year, M: month, d: day, H: hour, m: minute, s: second },
    ...{ h: hour % 12 || 12, S: date.getUTCMilliseconds() },
  };
  return format.replace(/'([^']*)'|([A-Za-z])\2*/g, (run: string, quoted?: string, letter = '') => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    if (letter === 'a') return hour < 12 ? 'AM' : 'PM';
    const number = numbers[letter];
    if (number === undefined || (letter === 'M' && run.length > 2)) {
      throw new ScriptException(
        `Utilities.formatDate with "${run}" is not implemented in the Apps Script emulator.`,
      );
    }
    const digits = String(number).padStart(run.length, '0');
    return letter === 'y' && run.length === 2 ? digits.slice(-2) : digits;
  });
}
