/** A trouble prepared for requests to come. */
export interface BreakRule {
  /** The requests it strikes: those whose `what` contains this text, for instance `ContactService.update` or `token`. */
  readonly match: string;
  /** How many it lets through first. */
  readonly after?: number;
  /** How many it strikes; without it, all that come before `untilMs`, or forever. */
  readonly times?: number;
  /** The times between which it strikes, in milliseconds since 1970. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly trouble: Trouble;
}

export type Trouble =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut: before the request took effect, or after it, when only the answer is lost. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** The request takes effect, and this stands in the place of its answer. */
  | { readonly kind: 'garbled'; readonly body: string }
  /** It takes this long, in milliseconds of simulated time. */
  | { readonly kind: 'slow'; readonly ms: number };

export interface Troubles {
  add(rule: BreakRule): void;
  clear(): void;
  /** The trouble that strikes this request, or undefined. */
  strike(what: string, nowMs: number): Trouble | undefined;
}

export function troubles(): Troubles {
  let rules: { rule: BreakRule; passed: number; struck: number }[] = [];
  return {
    add: (rule) => rules.push({ rule, passed: 0, struck: 0 }),
    clear() {
      rules = [];
    },
    strike(what, nowMs) {
      for (const entry of rules) {
        const { match, after = 0, times, fromMs, untilMs, trouble } = entry.rule;
        const isTime = (fromMs ?? 0) <= nowMs && (untilMs === undefined || nowMs < untilMs);
        if (!what.includes(match) || !isTime || (times !== undefined && entry.struck >= times)) continue;
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
