/** The result of a run of the probe: plain data, so that two results can be compared. */
import type { Json } from './question.ts';
import { formatVersion } from './version.ts';

export type Asked = 'google' | 'keap';

export interface ProbeResult {
  readonly format: number;
  /** Whose behavior was asked for. */
  readonly asks: Asked;
  /** The version of the questions. */
  readonly version: number;
  /** Who answered: the real service, or the world that plays it here. */
  readonly askedOf: string;
  /** The day, `2026-11-23`. */
  readonly askedAt: string;
  /** The version of the API, or of the runtime. */
  readonly api: string;
  /** What may explain a difference, such as the language of the account. */
  readonly about: Readonly<Record<string, string>>;
  /** By the id of the question. */
  readonly answers: Readonly<Record<string, Json>>;
}

export type ReadResult =
  | { readonly kind: 'result'; readonly result: ProbeResult }
  /** `sentence` says what is wrong with the text and what to do. */
  | { readonly kind: 'unusable'; readonly sentence: string };

/** Reads what somebody has copied, which may be cut off, of another version, or something else altogether. */
export function readResult(text: string): ReadResult {
  const unusable = (sentence: string): ReadResult => ({ kind: 'unusable', sentence });
  let value: unknown;
  try {
    value = JSON.parse(text.trim());
  } catch {
    return unusable('This is not complete JSON. Copy the whole text of the result again.');
  }
  const { format, asks, version, askedOf, askedAt, api, about, answers } = recordOf(value);
  if (typeof format !== 'number') return unusable('This is JSON, but not the result of a probe.');
  if (format > formatVersion) {
    return unusable('A newer version of the probe wrote this result. Update this project, and try again.');
  }
  if (format < formatVersion) {
    return unusable(
      'An older version of the probe wrote this result in a form that is not read anymore. Run the probe again.',
    );
  }
  if ((asks !== 'google' && asks !== 'keap') || typeof answers !== 'object' || answers === null) {
    return unusable('The result has no answers of Google or Keap. Run the probe again.');
  }
  const asText = (given: unknown) => (typeof given === 'string' ? given : 'unknown');
  return {
    kind: 'result',
    result: {
      ...{ format, asks, version: typeof version === 'number' ? version : 0 },
      ...{ askedOf: asText(askedOf), askedAt: asText(askedAt), api: asText(api) },
      about: Object.fromEntries(
        Object.entries(recordOf(about)).map(([name, given]) => [name, asText(given)]),
      ),
      // JSON.parse gave it.
      answers: recordOf(answers) as Readonly<Record<string, Json>>,
    },
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The result as a file: names in order, so that two files differ only where answers do. */
export function resultText(result: ProbeResult): string {
  return `${JSON.stringify(sorted({ ...result }), null, 2)}\n`;
}

/** The same value with the names of all records in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
