/** What of an answer is written down: shapes, codes and words of refusals, and nobody's data. */
import type { Json } from '../question.ts';
import type { KeapReply } from './keap-client.ts';

/** A text without addresses, without numbers that may be ids, and without the data that a question has made up. */
export function withoutData(text: string): string {
  return text
    .replace(/probe-[\w-]+@example\.com/gi, '(made-up address)')
    .replace(/[\w.+%-]+@[\w-]+\.[\w.-]+/g, '(address)')
    .replace(/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{25,}/g, '(id)')
    .replace(/\d{4,}/g, '(number)');
}

/** The JSON of an answer; undefined where it is none. */
export function jsonOf({ body }: KeapReply): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

/** Names and types: of a list the shape of all its items together. */
export function shapeOf(value: unknown): Json {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((item) => [JSON.stringify(shapeOf(item)), shapeOf(item)]));
    return [...shapes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, shape]) => shape);
  }
  if (typeof value !== 'object') return value === undefined ? 'absent' : typeof value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, shapeOf(item)]));
}

/** How Keap refuses: the status, and the body with its words. */
export function refusalOf(reply: KeapReply): Json {
  const value = jsonOf(reply);
  if (value === undefined) return { status: reply.status, body: kindOfText(reply) };
  return { status: reply.status, body: wordsOf(value) };
}

/** Whether Keap has accepted something, or with which status and words it refuses it. */
export function outcomeOf(reply: KeapReply): Json {
  if (reply.status < 300) return faultOf(reply) ?? 'accepted';
  const { message, fault } = recordOf(jsonOf(reply));
  const words = message ?? recordOf(fault).faultstring;
  return { refused: reply.status, words: typeof words === 'string' ? withoutData(words) : kindOfText(reply) };
}

function wordsOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map(wordsOf);
  if (typeof value === 'string') return withoutData(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  const entries = Object.entries(recordOf(value)).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, wordsOf(item)]));
}

function kindOfText({ body }: KeapReply): string {
  if (body.trim() === '') return 'empty';
  if (/^\s*<(!doctype )?html/i.test(body)) return 'a page';
  return /<methodResponse/.test(body) ? 'XML-RPC' : 'another text';
}

/** An answer of XML-RPC: its fault, or the types and names of its value. */
export function xmlAnswer(reply: KeapReply): Json {
  if (!/<methodResponse/.test(reply.body)) return refusalOf(reply);
  const fault = faultOf(reply);
  return fault ?? { value: xmlShape(reply.body) };
}

/** Undefined where there is none. */
export function faultOf({ body }: KeapReply): Json | undefined {
  if (!/<fault>/.test(body)) return undefined;
  const code = /<(?:int|i4)>(-?\d+)</.exec(body)?.[1];
  const words = /<name>faultString<\/name>\s*<value>(?:<string>)?([^<]*)/.exec(body)?.[1] ?? '';
  return { fault: Number(code), text: withoutData(words) };
}

/** The element of the value, and in a struct or a list those of its members, without what they hold. */
function xmlShape(body: string): Json {
  const value = /<param>\s*<value>([\s\S]*)<\/value>\s*<\/param>/.exec(body)?.[1] ?? '';
  const members = [...value.matchAll(/<name>([^<]*)<\/name>\s*<value>(?:<([\w.0-9]+)>)?/g)].map(
    ([, name = '', type = 'no element']) => `${name}: ${type}`,
  );
  const kind = /^<([\w.0-9]+)/.exec(value.trim())?.[1] ?? 'no element';
  return members.length === 0 ? kind : { [kind]: [...new Set(members)].sort() };
}

/** What a boolean or an int of XML-RPC says; null for anything else. */
export function xmlScalar({ body }: KeapReply): Json {
  const found = /<param>\s*<value>\s*<(boolean|i4|int)>(-?\d+)</.exec(body);
  if (found === null) return null;
  return found[1] === 'boolean' ? found[2] === '1' : Number(found[2]);
}
