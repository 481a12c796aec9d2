import { describe, expect, it } from 'vitest';
import type { BreakRule } from '../../local/keap/fault.ts';
import { contactsAndCells, givenProgram, hourMs, sheetName } from '../support/program.ts';
import { seeded, seedsOf } from '../support/seeds.ts';

const rowCount = 2_000;

const html = '<html><h1>502 Bad Gateway</h1></html>';
const troubles: readonly BreakRule['trouble'][] = [
  { kind: 'answer', status: 401, body: '{"fault":{"faultstring":"Invalid access token"}}' },
  { kind: 'answer', status: 429, body: '{"code":"429","message":"Quota Exceeded"}' },
  { kind: 'answer', status: 500, body: 'oops' },
  { kind: 'answer', status: 502, body: html },
  { kind: 'garbled', body: '<methodResponse><params><param><value><i4>1</i4>' },
  { kind: 'garbled', body: html },
  { kind: 'fault', code: 4, text: '[DatabaseError]try later' },
  { kind: 'cut', when: 'before' },
  { kind: 'cut', when: 'after' },
  { kind: 'slow', ms: 8_000 },
  { kind: 'slow', ms: 70_000 },
];

/** About forty faults, each affecting one to three requests, spread over the whole sync. */
function storm(seed: number): BreakRule[] {
  const next = seeded(seed);
  return Array.from({ length: 40 }, (): BreakRule => {
    const trouble = troubles[Math.floor(next() * troubles.length)] ?? { kind: 'slow', ms: 1 };
    const match = next() < 0.8 ? 'ContactService.update' : 'xmlrpc';
    return { match, after: Math.floor(next() * 1_900), times: 1 + Math.floor(next() * 3), trouble };
  });
}

describe('a storm of faults over 2,000 rows', () => {
  it.each(seedsOf(1))(
    'R1 leaves each row right, or saying truthfully what is wrong (seed %i)',
    async (seed) => {
      const { contacts, cells } = contactsAndCells(rowCount);
      const program = await givenProgram({ keap: { contacts }, cells });
      await program.connect();
      await program.ask('saveSchedule', { isOn: false, hour: 6, mailsOn: false, mailTo: '' });
      for (const rule of storm(seed)) await program.keap.break(rule);
      await program.sync();
      await program.google.passTime(6 * hourMs);
      const has = new Map((await program.keap.contacts()).map(({ id, fields }) => [id, fields.Email]));
      const statuses = program.column('Keap status');
      const messages = program.column('Keap message');
      const counts = { Synced: 0, Failed: 0, other: 0 };
      statuses.forEach((status, index) => {
        const id = index + 1;
        if (status === 'Synced') {
          counts.Synced++;
          expect({ id, has: has.get(id) }).toEqual({ id, has: `new${id}@example.com` });
        } else if (status === 'Failed') {
          counts.Failed++;
          expect(messages[index]).toMatch(/Keap/);
        } else counts.other++;
      });
      expect(counts.other).toBe(0);
      // The faults took effect: there were more requests than rows.
      expect((await program.keap.counts())['xmlrpc ContactService.update']).toBeGreaterThan(rowCount);
      expect(counts.Failed).toBeLessThan(60);
      const mangled = (await program.keap.contacts()).filter(({ fields }) => fields.Company !== 'Kept');
      expect(mangled).toEqual([]);

      await program.keap.mend();
      await program.sync();
      await program.google.passTime(hourMs);
      const left = program.google
        .sheet(sheetName)
        .display()
        .slice(1)
        .map((row) => row[2]);
      expect(left.filter((status) => status !== 'Synced' && status !== 'Unchanged')).toEqual([]);
    },
    120_000,
  );
});
