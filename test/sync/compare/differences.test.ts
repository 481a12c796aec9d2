import { describe, expect, it } from 'vitest';
import type { ContactId, FieldName } from '../../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../../src/keap/contacts/contact-service.ts';
import type { CustomField } from '../../../src/keap/contacts/custom-field-types.ts';
import type { Loaded } from '../../../src/keap/contacts/outcome.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { compareContacts } from '../../../src/sync/compare/differences.ts';
import { planSync } from '../../../src/sync/plan/plan.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { keepingKeap } from '../../support/keeping-keap.ts';

/** Rows as a plan has them, under these headers; blank cells of `Company` clear the field. */
function planned(headers: readonly string[], ...rows: readonly (readonly Cell[])[]) {
  const grid = { cells: [['Contact ID', ...headers], ...rows], timeZone: 'Etc/UTC' };
  const choices = [{ header: 'Company', blankClears: true }];
  return planSync({ grid, columns: findColumns(grid, 'Contacts', choices) }, 'app1', { kind: 'all' }).changes;
}

function keapWith(
  contacts: Readonly<Record<number, Loaded | Readonly<Record<FieldName, string>>>>,
  types: ReadonlyMap<FieldName, CustomField> = new Map(),
) {
  const asked: (readonly (ContactId | FieldName)[])[] = [];
  const service: ContactService = {
    ...keepingKeap(types).service,
    load(ids, names) {
      asked.push(ids, names);
      return ids.map((id): Loaded => {
        const one = contacts[id] ?? {};
        return 'kind' in one ? (one as Loaded) : { kind: 'found', fields: new Map(Object.entries(one)) };
      });
    },
  };
  return { service, asked };
}

function differencesOf(...given: Parameters<typeof compareContacts>) {
  return compareContacts(...given).map((one) => {
    const texts = () =>
      one.kind === 'read'
        ? one.differences.map(({ name, inSheet, inKeap }) => [name, inSheet, inKeap])
        : one.reason;
    return [Number(one.planned.change.id), texts()];
  });
}

describe('compareContacts()', () => {
  it('gives the fields of each contact in which Keap has something else, and those alone', () => {
    const contacts = planned(['Email', 'City'], [1, 'a@example.com', 'Here'], [2, 'b@example.com', '']);
    const { service, asked } = keapWith({
      1: { Email: 'other@example.com', City: 'Here' },
      2: { Email: 'b@example.com', City: 'Elsewhere' },
    });
    expect(differencesOf(service, contacts)).toEqual([
      [1, [['Email', 'a@example.com', 'other@example.com']]],
      [2, []],
    ]);
    expect(asked).toHaveLength(2);
  });

  it('calls equal what a sync calls equal', () => {
    const contacts = planned(['Email', 'Phone 1', 'City'], [1, 'a@example.com', 5550102, ' Here ']);
    const { service } = keapWith({ 1: { Email: 'a@example.com', Phone1: '05550102', City: 'Here\r\n' } });
    expect(differencesOf(service, contacts)).toEqual([[1, []]]);
  });

  it('compares a custom field by its type', () => {
    const types = new Map<FieldName, CustomField>([['_Gold', { type: 'YES_NO', options: [] }]]);
    const contacts = planned(['_Gold'], [1, true], [2, true]);
    const { service } = keapWith({ 1: { _Gold: 'Yes' }, 2: { _Gold: 'No' } }, types);
    expect(differencesOf(service, contacts)).toEqual([
      [1, []],
      [2, [['_Gold', 'Yes', 'No']]],
    ]);
  });

  it('compares a blank cell only where it clears the field', () => {
    const contacts = planned(['Company', 'City'], [1, '', '']);
    const { service } = keapWith({ 1: { Company: 'Keap', City: 'Keap City' } });
    expect(differencesOf(service, contacts)).toEqual([[1, [['Company', '', 'Keap']]]]);
  });

  it('asks nothing about rows that only opt in or out', () => {
    const contacts = planned(['Opt-out reason', 'City'], [1, 'asked', '']);
    const { service, asked } = keapWith({});
    expect(compareContacts(service, contacts)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('leaves out a field that the API cannot read', () => {
    const { service } = keapWith({ 1: { Email: 'a@example.com' } });
    expect(differencesOf(service, planned(['Email', 'City'], [1, 'a@example.com', 'Here']))).toEqual([
      [1, []],
    ]);
  });

  it('gives the reason of a contact that cannot be read, which does not speak of the next sync', () => {
    const contacts = planned(['Email'], [1, 'a@example.com'], [2, 'b@example.com']);
    const { service } = keapWith({
      1: { kind: 'failed', reason: 'Keap did not answer. The next sync sends this row again.' },
      2: { Email: 'b@example.com' },
    });
    expect(differencesOf(service, contacts)).toEqual([
      [1, 'Keap did not answer. Compare again later.'],
      [2, []],
    ]);
  });
});
