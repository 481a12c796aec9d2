/** Faults that a test prepares for requests to come. */
import type { OptEvent } from './opt-status.ts';
import { randomNumbers } from './random.ts';

export interface BreakRule {
  /** The requests it strikes: those whose `what` contains this, or one of these, for instance `ContactService.update`. */
  readonly match: string | readonly string[];
  /** Strikes only requests whose body contains this text. */
  readonly containing?: string;
  /** How many it lets through first. */
  readonly after?: number;
  /** How many it strikes; without it, all that come before `untilMs`, or forever. */
  readonly times?: number;
  /** The times between which it strikes, in milliseconds since 1970. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** The share of requests it strikes, from 0 to 1; all of them without it. */
  readonly share?: number;
  /** Where the choice of that share begins. */
  readonly seed?: number;
  /** Lets a request that it struck through when the same one comes again. */
  readonly heals?: boolean;
  readonly trouble: Fault;
}

export type Fault =
  /** The request has no effect, and this is its answer. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request has no effect, and the answer is an XML-RPC fault, with HTTP 200. */
  | { readonly kind: 'fault'; readonly code: number; readonly text: string }
  /** The connection is cut: before the request took effect, or after it, when only the answer is lost. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** The request takes effect, and this replaces its answer, with the answer's own status and headers. */
  | { readonly kind: 'garbled'; readonly body: string }
  /** A fault that passes: instead of the effect, or instead of its answer alone. */
  | { readonly kind: 'passing'; readonly fault: PassingFault; readonly when: 'before' | 'after' }
  /** Somebody changes a contact or an opt status, or deletes a tag, in Keap just before the request, which is then served as always. */
  | {
      readonly kind: 'meanwhile';
      readonly contact?: { readonly id: number; readonly fields: Readonly<Record<string, string>> };
      readonly opt?: { readonly address: string; readonly event: OptEvent };
      readonly deletedTag?: number;
    }
  /** It takes effect, and takes this long, in milliseconds of simulated time. */
  | { readonly kind: 'slow'; readonly ms: number };

/**
 * A fault of XML-RPC by its code, an HTTP 500 or a blank answer; over REST v2, which has no such codes, a 500 with the
 * same words. Sources: the session fault "in 3 to 4 of 100 calls" (webpowerandlight.com, "Improved Infusionsoft iSDK
 * Error Handling"), blank answers (blog.novaksolutions.com, "Infusionsoft API Gotchas"), Keap's own list of codes.
 */
export type PassingFault = 'fault-0' | 'fault-1' | 'fault-3' | 'fault-4' | 'fault-500' | 'http-500' | 'blank';

/** A request as a rule sees it. */
export interface StruckRequest {
  readonly what: string;
  readonly body: string;
  readonly nowMs: number;
  /** The same for a request that is asked again. */
  readonly key: string;
}

export interface Faults {
  add(rule: BreakRule): void;
  clear(): void;
  /** The fault that strikes this request, or undefined; of several the one that was added first. */
  strike(request: StruckRequest): Fault | undefined;
}

interface Entry {
  readonly rule: BreakRule;
  readonly random: () => number;
  /** The keys of requests that were struck and did not come again yet. */
  readonly struckKeys: Set<string>;
  passed: number;
  struck: number;
}

export function faults(): Faults {
  let entries: Entry[] = [];
  return {
    add: (rule) =>
      entries.push({
        rule,
        random: randomNumbers(rule.seed ?? 1),
        struckKeys: new Set(),
        passed: 0,
        struck: 0,
      }),
    clear() {
      entries = [];
    },
    strike: (request) => entries.find((entry) => doesStrike(entry, request))?.rule.trouble,
  };
}

function doesStrike(entry: Entry, { what, body, nowMs, key }: StruckRequest): boolean {
  const { match, containing = '', after = 0, times, fromMs = 0, untilMs, share, heals } = entry.rule;
  const isTime = fromMs <= nowMs && (untilMs === undefined || nowMs < untilMs);
  const isMeant = [match].flat().some((one) => what.includes(one)) && body.includes(containing);
  if (!isMeant || !isTime || (times !== undefined && entry.struck >= times)) return false;
  if (heals === true && entry.struckKeys.delete(key)) return false;
  if (entry.passed < after) {
    entry.passed++;
    return false;
  }
  if (share !== undefined && entry.random() >= share) return false;
  entry.struck++;
  entry.struckKeys.add(key);
  return true;
}
