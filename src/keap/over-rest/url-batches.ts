/** Splits a list call whose URL would be longer than Google sends. */

/** Google sends URLs of up to 2,082 characters (as its users report), including the host and the page token. */
const maxUrlCharacters = 1_900;

/**
 * Splits the items of a list call into batches, so that each URL stays short enough. `fixedCharacters` is the length of the
 * rest of the URL; `textOf` gives an item as it appears in the URL, where items are joined by `encodedComma`.
 */
export function urlBatches<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  fixedCharacters: number,
): Item[][] {
  const batches: Item[][] = [];
  let batch: Item[] = [];
  let characters = fixedCharacters;
  for (const item of items) {
    const added = textOf(item).length + encodedComma.length;
    if (batch.length > 0 && (characters + added > maxUrlCharacters || batch.length === maxPageSize)) {
      batches.push(batch);
      batch = [];
      characters = fixedCharacters;
    }
    batch.push(item);
    characters += added;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/** A `,` inside a value of a query. */
export const encodedComma = '%2C';

/** The largest page (contract, `page_size`), so that one page is enough. */
export const maxPageSize = 1_000;
