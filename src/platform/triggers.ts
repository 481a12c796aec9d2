/** The clock triggers that start the script without a user. */

/** Every hour, or once. */
export type TriggerKind = 'hourly' | 'resume';

/** Triggers are known by Google's id alone: a clock trigger does not name its document. */
export interface Triggers {
  /** The ids of this person's triggers of one kind, over all their documents that share this script. */
  ids(kind: TriggerKind): string[];
  /** Those that Google lists for the open document alone; it may list none although there are some. */
  idsOfDocument(kind: TriggerKind): string[];
  /**
   * Creates a trigger in the open document and gives its id; `waitMs` counts for `resume` alone, in milliseconds. Throws
   * what Google says where it refuses.
   */
  create(kind: TriggerKind, waitMs?: number): string;
  /** Does nothing where this person has no such trigger. */
  delete(id: string): void;
}

/** Google's limit per person and script, over all documents (Apps Script, Quotas, "Triggers"). */
export const maxTriggers = 20;
