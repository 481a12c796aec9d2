/** Compares the simulated Keap with the sheet, independently of the product. */
import { headersOf } from './sheet-headers.ts';

export interface KeapState {
  readonly contacts: ReadonlyMap<number, Readonly<Record<string, string>>>;
  /** Whether an address is opted out. */
  readonly isOptedOut: (address: string) => boolean;
}

/** What a row says that Keap should have. */
interface Expectation {
  readonly line: number;
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly opt: 'in' | 'out' | undefined;
}

/**
 * Every difference between the sheet and Keap, as sentences. `cells` is the sheet as people see it after the run;
 * `before` is Keap before it.
 */
export function differences(
  cells: readonly (readonly string[])[],
  before: KeapState,
  after: KeapState,
): string[] {
  const expectations = expectationsOf(cells);
  const found: string[] = [];
  for (const { line, id, fields, opt } of expectations) {
    const contact = after.contacts.get(id);
    if (contact === undefined) {
      found.push(`Row ${line} says Synced, but Keap has no contact ${id}.`);
      continue;
    }
    for (const [name, value] of Object.entries(fields)) {
      if (contact[name] !== value)
        found.push(`Row ${line}: ${name} of contact ${id} is "${contact[name] ?? ''}".`);
    }
    const isOut = after.isOptedOut(contact.Email ?? '');
    if (opt === 'out' && !isOut) found.push(`Row ${line}: the address of contact ${id} is not opted out.`);
    if (opt === 'in' && isOut) found.push(`Row ${line}: the address of contact ${id} is not opted in.`);
  }
  return [...found, ...unexpectedChanges(expectations, before, after)];
}

/** Fields that no row names must not have changed. */
function unexpectedChanges(
  expectations: readonly Expectation[],
  before: KeapState,
  after: KeapState,
): string[] {
  const named = new Map<number, Set<string>>();
  for (const { id, fields } of expectations) {
    named.set(id, new Set([...(named.get(id) ?? []), ...Object.keys(fields)]));
  }
  const found: string[] = [];
  for (const [id, contact] of after.contacts) {
    const old = before.contacts.get(id) ?? {};
    for (const name of new Set([...Object.keys(old), ...Object.keys(contact)])) {
      const isNamed = named.get(id)?.has(name) === true;
      if (!isNamed && old[name] !== contact[name]) {
        found.push(`${name} of contact ${id} changed, although no synced row names it.`);
      }
    }
  }
  return found;
}

function expectationsOf(cells: readonly (readonly string[])[]): Expectation[] {
  const headers = headersOf(cells);
  if (headers === undefined) return [];
  return cells.slice(headers.rowIndex + 1).flatMap((row, offset): Expectation[] => {
    const at = (index: number) => (row[index] ?? '').trim();
    if (!['Synced', 'Unchanged'].includes(at(headers.status))) return [];
    const named = headers.fields.map(({ name, index }) => [name, at(index)] as const);
    const fields = Object.fromEntries(named.filter(([, value]) => value !== ''));
    const opt = at(headers.optOut) !== '' ? 'out' : at(headers.optIn) !== '' ? 'in' : undefined;
    return [{ line: headers.rowIndex + offset + 2, id: Number(at(headers.id)), fields, opt }];
  });
}
