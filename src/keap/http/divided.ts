/** Asks for many items in one call, and in halves again where one of them stands in the way of the others. */
import type { Call } from './call.ts';
import type { CallResult, Exchange } from './exchange.ts';

/** What one call said of these items. */
export interface PartResult<Item, Answer> {
  readonly items: readonly Item[];
  readonly result: CallResult<Answer>;
}

/**
 * Sends a call for each batch. A batch whose call is refused is halved until the item that it is refused for stands alone;
 * what such an item alone is told is left out. Each result of the others covers some of the items.
 */
export function sendDivided<Item, Answer>(
  exchange: Exchange,
  batches: readonly (readonly Item[])[],
  callOf: (items: readonly Item[]) => Call<Answer>,
  isRefused: (result: CallResult<Answer>) => boolean,
): PartResult<Item, Answer>[] {
  const settled: PartResult<Item, Answer>[] = [];
  let open = batches;
  for (let inVain = 0; open.length > 0 && inVain < maxInVain; ) {
    const results = exchange.send(open.map((items) => ({ ...callOf(items), isDivisible: true })));
    const refused: (readonly Item[])[] = [];
    open.forEach((items, index) => {
      const result = results[index];
      if (result === undefined || isRefused(result)) refused.push(items);
      else settled.push({ items, result });
    });
    inVain = refused.length === open.length ? inVain + 1 : 0;
    open = refused.flatMap(halves);
  }
  return settled;
}

/** After so many rounds without a single answer, it is not for one of the items that the call is refused. */
const maxInVain = 4;

function halves<Item>(items: readonly Item[]): (readonly Item[])[] {
  if (items.length <= 1) return [];
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
