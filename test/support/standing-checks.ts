/** What has to be true of every document and of Keap in the end, whatever has happened to them. */
import { expect } from 'vitest';
import { isOwnText } from '../../src/sync/sheet/own-texts.ts';
import { type Program, sheetName } from './program.ts';

const managed = ['Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint'];

/** What a suite knows of a document: its sheet has the columns `Contact ID`, `Email` and what else people type. */
interface Standing {
  /** The documents, each with its own contacts. */
  readonly documents: readonly Program[];
  /** The addresses that Keap had in the beginning, of every contact. */
  readonly initial: ReadonlyMap<string, string>;
  /** The addresses that contacts ever had for which somebody has typed an opt-out reason. */
  readonly mayBeOut: ReadonlySet<string>;
}

/**
 * Each row that says Synced or Unchanged has in Keap what it says; no cell of the user's holds a text of ours; no contact
 * is changed that no document names; nobody was opted in, and nobody opted out without a reason.
 */
export async function expectStandingTruth({ documents, initial, mayBeOut }: Standing): Promise<void> {
  const [first] = documents;
  if (first === undefined) return;
  const has = new Map(
    (await first.keap.contacts()).map(({ id, fields }) => [String(id), fields.Email ?? '']),
  );
  const named = new Set<string>();
  for (const { google } of documents) {
    const [headers = [], ...rows] = google.sheet(sheetName).display();
    const at = (row: readonly string[], header: string) => row[headers.indexOf(header)] ?? '';
    for (const row of rows) {
      const [id, email, status] = [at(row, 'Contact ID'), at(row, 'Email'), at(row, 'Keap status')];
      named.add(id);
      if (status === 'Synced' || status === 'Unchanged') {
        expect({ id, status, email: has.get(id) }).toEqual({ id, status, email });
      }
      const ours = row.filter((cell, column) => !managed.includes(headers[column] ?? '') && isOwnText(cell));
      expect({ id, ours }).toEqual({ id, ours: [] });
    }
  }
  for (const [id, email] of initial) if (!named.has(id)) expect([id, has.get(id)]).toEqual([id, email]);
  const wishes = (await first.keap.optHistory()).filter(({ wish }) => wish !== undefined);
  expect(wishes.filter(({ wish, address }) => wish !== 'out' || !mayBeOut.has(address))).toEqual([]);
}
