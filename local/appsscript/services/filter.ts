/** The filter of a sheet as a script holds it (Class Filter). */
import { type ServiceObject, serviceObject } from '../service-object.ts';
import type { Sheet } from '../spreadsheet.ts';
import type { Context } from '../world.ts';
import { write } from '../writes.ts';
import { rangeObject } from './range.ts';

/** Null where the sheet has none. */
export function filterObject(context: Context, sheet: Sheet): ServiceObject | null {
  const { filter } = sheet;
  if (filter === undefined) return null;
  return serviceObject('Filter', {
    getRange: () => rangeObject(context, sheet, sheet.filter ?? filter),
    remove() {
      write(context, sheet, sheet.filter, () => {
        sheet.filter = undefined;
      });
    },
  });
}
