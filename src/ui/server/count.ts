import type { Calendar } from '../../platform/table.ts';
import { numberText } from '../../sync/sheet/localized-text.ts';

/** `1 contact`, `2,000 contacts`. */
export function count(number: number, noun: string, calendar: Calendar): string {
  return `${numberText(number, calendar)} ${noun}${number === 1 ? '' : 's'}`;
}
