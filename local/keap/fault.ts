/** A trouble prepared for requests to come. */
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
  /** The request takes effect, and this stands in the place of its answer, with the answer's own status and headers. */
  | { readonly kind: 'garbled'; readonly body: string }
  /** Somebody changes a contact in Keap just before the request, which is then served as always. */
  | {
      readonly kind: 'meanwhile';
      readonly contact: { readonly id: number; readonly fields: Readonly<Record<string, string>> };
    }
  /** It takes effect, and takes this long, in milliseconds of simulated time. */
  | { readonly kind: 'slow'; readonly ms: number };

export interface Faults {
  add(rule: BreakRule): void;
  clear(): void;
  /** The trouble that strikes this request, or undefined; of several the one that was added first. */
  strike(request: {
    readonly what: string;
    readonly body: string;
    readonly nowMs: number;
  }): Fault | undefined;
}

export function faults(): Faults {
  let rules: { rule: BreakRule; passed: number; struck: number }[] = [];
  return {
    add: (rule) => rules.push({ rule, passed: 0, struck: 0 }),
    clear() {
      rules = [];
    },
    strike({ what, body, nowMs }) {
      for (const entry of rules) {
        const { match, containing = '', after = 0, times, fromMs = 0, untilMs, trouble } = entry.rule;
        const isTime = fromMs <= nowMs && (untilMs === undefined || nowMs < untilMs);
        const isMeant = [match].flat().some((one) => what.includes(one)) && body.includes(containing);
        if (!isMeant || !isTime || (times !== undefined && entry.struck >= times)) continue;
        if (entry.passed < after) {
          entry.passed++;
          continue;
        }
        entry.struck++;
        return trouble;
      }
      return undefined;
    },
  };
}
