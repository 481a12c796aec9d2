/** A question about how a real service behaves, with the answer that this project assumes. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A question without the code that asks it. */
export interface Question {
  /** The area and the fact, for instance `sheets/apostrophe-in-plain-text`: comments and pages name it so. */
  readonly id: string;
  /** One sentence that ends with a question mark. */
  readonly question: string;
  /** What the add-on and the simulated worlds assume. */
  readonly assumed: Json;
  /** Files that would have to change with another answer, from the root of the project. */
  readonly reliesOn: readonly string[];
  /** Promises of docs/architecture.md that rest on the assumption. */
  readonly promises: readonly string[];
  /** The switch of a simulated world that plays other answers, in `Behavior` or `KeapBehavior`. */
  readonly playedBy?: string;
  /** Numbers of the answer count as the same if neither is more than so many times the other. */
  readonly tolerance?: number;
  /** Why the simulated world gives another answer than the one that is assumed. */
  readonly notSimulated?: string;
}
