/** What is known of rows without a contact id, after their addresses were looked up in Keap. */

/** What such a row says: that it needs the user's decision, with the reason as a sentence, or that it waits for its id. */
export type WithoutId = { readonly kind: 'check'; readonly reason: string } | { readonly kind: 'waiting' };

/** By address, as `addressKey` writes it; rows whose addresses are missing were not looked up. */
export type KnownWithoutId = ReadonlyMap<string, WithoutId>;
