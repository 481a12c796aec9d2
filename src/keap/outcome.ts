import type { FieldValues } from './contact.ts';

/** What became of one contact's change. `reason` is a sentence for the user: what is wrong and what to do. */
export type Outcome =
  | { readonly kind: 'done'; readonly note?: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What reading one contact gave. Fields that are empty in Keap are empty strings. */
export type Loaded =
  | { readonly kind: 'found'; readonly fields: FieldValues }
  | { readonly kind: 'failed'; readonly reason: string };

/** Whether an address may be mailed, and Keap's own word for it, for instance `Single opt-in`. */
export type OptState =
  | { readonly kind: 'known'; readonly mayBeMailed: boolean; readonly word: string }
  | { readonly kind: 'failed'; readonly reason: string };
