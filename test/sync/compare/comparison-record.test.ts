import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import type { Comparison, Difference } from '../../../src/sync/compare/comparison.ts';
import {
  loadComparison,
  newComparison,
  saveComparison,
  withComparedPiece,
} from '../../../src/sync/compare/comparison-record.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const sheetId = 2_147_483_647;

function difference(contact: number, inKeap = 'Keap'): Difference {
  return {
    ...{ contact: contact as ContactId, name: 'Company', inSheet: 'Sheet', inKeap },
    ...{ rowIndexes: [contact], isFormula: false, shown: { row: '000000000', keap: '000000000' } },
  };
}

function piece(differences: readonly Difference[], left: number): Comparison {
  const lastId = differences.at(-1)?.contact ?? 0;
  const none = { unread: [], compared: [], waiting: 0, check: 0 };
  return { ...none, differences, count: differences.length, lastId, left };
}

const many = Array.from({ length: 3_000 }, (_, index) => difference(2_000_000_000 + index));

describe('the record of a scheduled comparison', () => {
  it('is read as it was saved, with what its pieces have counted together', () => {
    const properties = fakeProperties();
    const begun = newComparison('2026-11-23', 1, []);
    const first = withComparedPiece(begun, piece([difference(7), difference(8)], 3), 40);
    const second = withComparedPiece(first, piece([difference(900)], 0), 2);
    expect([first.phase, second.phase]).toEqual(['comparing', 'telling']);
    expect(second).toMatchObject({
      tookMs: 42,
      counts: { lastId: 900, compared: 3, contacts: 3, values: 3 },
    });
    saveComparison(properties, sheetId, second);
    expect(loadComparison(properties, sheetId)).toEqual(second);
  });

  it('fits into one property of 9 KB, however much differs, and tells known differences from new ones then', () => {
    const properties = fakeProperties();
    const full = withComparedPiece(newComparison('2026-11-23', Date.now(), []), piece(many, 0), 360_000);
    saveComparison(properties, sheetId, { ...full, told: full.found, notBeforeMs: Date.now() });
    const stored = properties.get(`comparison/${sheetId}`) ?? '';
    expect(stored.length).toBeGreaterThan(8_000);
    expect(stored.length + `comparison/${sheetId}`.length).toBeLessThan(9 * 1024);
    const { told } = loadComparison(properties, sheetId);
    const next = withComparedPiece(newComparison('2026-11-24', Date.now(), told), piece(many, 0), 0);
    expect(next.found.filter((one) => !told.includes(one))).toEqual([]);
  });

  it('names a difference by contact, field and the value in Keap, and holds no value', () => {
    const keys = (...differences: Difference[]) =>
      withComparedPiece(newComparison('2026-11-23', 1, []), piece(differences, 0), 0).found;
    const all = keys(difference(1), difference(1, 'Other'), difference(2), {
      ...difference(1),
      name: 'City',
    });
    expect(new Set(all).size).toBe(4);
    expect(keys({ ...difference(1), inSheet: 'Edited' })).toEqual(keys(difference(1)));
    expect(all.every((key) => /^[0-9a-f]{5}$/.test(key))).toBe(true);
  });
});
