import { type Refusal, refused } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';

/** Keap's fault codes (developer.keap.com, "XML-RPC errors"). */
const refusals: ReadonlyMap<number, Refusal> = new Map([
  [1, 'passing'],
  [3, 'error'],
  [4, 'error'],
  [5, 'no-contact'],
  [6, 'unloadable'],
  [7, 'no-table'],
  [8, 'no-field-access'],
  [10, 'no-field'],
  [11, 'no-field'],
  [12, 'bad-value'],
  [14, 'no-access'],
]);

/** A fault of one call in the words of the sheet's user. */
export function refusedBy(faultCode: number, faultString: string): Failed {
  return refused(refusals.get(faultCode) ?? 'other', faultString);
}
