/** A protected sheet or range as a script holds it (Class Protection). */

import { accessOf } from '../documents.ts';
import { EnumValue } from '../enums.ts';
import { mayEditPast, type Protection } from '../protection.ts';
import { type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Sheet, stripe } from '../spreadsheet.ts';
import { type Context, documentOf } from '../world.ts';
import { rangeObject } from './range.ts';

/** The protections of this type, `SHEET` or `RANGE`, of one sheet. */
export function protectionsOf(
  context: Context,
  sheet: Sheet,
  type: unknown,
  method: string,
): ServiceObject[] {
  const is = signature(method, [type]);
  if (!(type instanceof EnumValue) || type.type !== 'SpreadsheetApp.ProtectionType') return is.refuse();
  return sheet.protections
    .filter(({ area }) => (area === undefined ? 'SHEET' : 'RANGE') === type.value)
    .map((protection) => protectionObject(context, sheet, protection));
}

function protectionObject(context: Context, sheet: Sheet, protection: Protection): ServiceObject {
  const whole = stripe(sheet, 'rows', 0, sheet.rows.length);
  const object = (area = whole) => rangeObject(context, sheet, area);
  return serviceObject('Protection', {
    getDescription: () => protection.description,
    getProtectionType: () =>
      new EnumValue('SpreadsheetApp.ProtectionType', protection.area === undefined ? 'SHEET' : 'RANGE'),
    getRange: () => object(protection.area),
    getUnprotectedRanges: () => protection.exceptions.map(object),
    isWarningOnly: () => protection.isWarningOnly,
    canEdit() {
      const access = accessOf(documentOf(context), context.user);
      return access === 'owner' || (access === 'editor' && mayEditPast(protection, context.user));
    },
  });
}
