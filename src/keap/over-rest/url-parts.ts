/** Google takes addresses of up to 2,082 characters (as its users report), the host and the page's token included. */
const maxCharacters = 1_900;

/**
 * Splits what a list call asks for, so that each address stays as short as Google takes it: `fixed` are the characters
 * that every call has beside its items, which are encoded already and joined by `,`.
 */
export function addressParts<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  fixed: number,
): Item[][] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let length = fixed;
  for (const item of items) {
    const more = textOf(item).length + comma.length;
    if (part.length > 0 && (length + more > maxCharacters || part.length === maxItems)) {
      parts.push(part);
      part = [];
      length = fixed;
    }
    part.push(item);
    length += more;
  }
  return part.length === 0 ? parts : [...parts, part];
}

/** A `,` in a value of a query. */
export const comma = '%2C';

/** The greatest page (contract, `page_size`), so that one page is enough. */
export const maxItems = 1_000;
