/** Recognises what people write below their contacts: totals, and notes such as "Updated by Ana". */
import type { Columns } from './columns.ts';
import type { ContactRow } from './sheet-view.ts';

const words =
  '(grand |sub-?)?(totals?|sum|count|average|summe|gesamt(summe)?|anzahl|somme|nombre|suma|cantidad|soma|quantidade|totaal|aantal|totale|somma)(?![a-z])|合計|総計|件数';
const totals = new RegExp(`^(${words})`, 'i');
const onlyTotal = new RegExp(`^(${words})[\\s:=\\d.,]*$`, 'i');

/**
 * Whether a row below all contacts is a total or a note instead of a contact: it has no id, and no address or reason that
 * would be lost.
 */
export function isTotalsRow({ id, isBelowContacts, text }: ContactRow, columns: Columns): boolean {
  if (!isBelowContacts || id !== undefined) return false;
  const idText = text(columns.id);
  const fieldTexts = columns.fields.map(({ columnIndex }) => text(columnIndex));
  const reasons = [columns.optOut, columns.optIn].map(text);
  if (fieldTexts.some((one) => one.includes('@'))) return false;
  if (idText === '') return fieldTexts.some((one) => onlyTotal.test(one));
  if (totals.test(idText)) return true;
  const isNote = !/\d/.test(idText) && !idText.startsWith('#') && /\s/.test(idText);
  return isNote && reasons.every((one) => one === '');
}
