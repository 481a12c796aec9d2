/** Several documents and several people, while any service of Google's may fail at any call, before it takes effect or after. */
import { describe, expect, it } from 'vitest';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';
import { seeded, seedsOf } from '../support/seeds.ts';
import { expectStandingTruth } from '../support/standing-checks.ts';

const colleague = 'other@example.com';
const stepCount = 16;
const headers = ['Contact ID', 'Notes', 'Opt-out reason', 'Email'];

/** The contacts of each document; the last ones are in none. */
const idsOf = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
] as const;
const inNone = [9, 10];

const rowsOf = (ids: readonly number[]) => ids.map((id) => [id, `note ${id}`, '', `new${id}@example.com`]);
const spreadsheet = (ids: readonly number[]) => ({
  sheets: [{ name: sheetName, cells: [headers, ...rowsOf(ids)] }],
});

async function given(): Promise<readonly Program[]> {
  const contacts = [...idsOf.flat(), ...inNone].map((id) => ({
    id,
    fields: { Email: `old${id}@example.com` },
  }));
  const first = await givenProgram({
    ...{ keap: { contacts }, triggersMayFail: true },
    google: { deployment: 'add-on', spreadsheet: spreadsheet(idsOf[0]) },
  });
  const second = first.inDocument(first.google.addDocument(spreadsheet(idsOf[1])));
  for (const program of [first, second]) {
    program.google.share(colleague, 'editor');
    await program.google.open();
    await program.connect();
    await program.connect('allow', colleague);
  }
  return [first, second];
}

/** One thing that somebody does in one of the documents. */
async function act({ google, sync }: Program, random: () => number): Promise<void> {
  const sheet = google.sheet(sheetName);
  const at = (header: string) => (sheet.display()[0] ?? []).indexOf(header);
  const row = 1 + Math.floor(random() * 4);
  const choice = random();
  if (choice < 0.3) sheet.set(row, at('Email'), `p${Math.floor(random() * 1e6)}@example.com`);
  else if (choice < 0.4) sheet.sort(at('Email'), random() < 0.5);
  else if (choice < 0.5) await google.passTime(random() * 3 * hourMs);
  else {
    google.activate(sheetName);
    await sync(random() < 0.5 ? {} : { user: colleague });
  }
}

describe('random faults of every service', () => {
  it.each(seedsOf(3))(
    'R1 R2 R4 R6 R9 D1 documents and people stay apart, and statuses true (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const documents = await given();
      const [first] = documents;
      const initial = new Map([...idsOf.flat(), ...inNone].map((id) => [String(id), `old${id}@example.com`]));
      let faults = 0;
      const plan = randomFaults(random, 0.01);
      first?.google.planFaults((call) => {
        const fault = plan(call);
        faults += Number(fault !== undefined);
        return fault;
      });
      for (let step = 0; step < stepCount; step++) {
        for (const program of documents) await act(program, random);
      }
      first?.google.planFaults(undefined);
      expect(faults).toBeGreaterThan(0);
      for (const program of documents) {
        await program.google.passTime(2 * hourMs);
        program.google.activate(sheetName);
        await program.sync();
        const statuses = program.column('Keap status');
        expect(statuses.filter((status) => status !== 'Synced' && status !== 'Unchanged')).toEqual([]);
        const notes = program.column('Contact ID').map((id) => `note ${id}`);
        expect(program.column('Notes')).toEqual(notes);
      }
      await expectStandingTruth({ documents, initial });
    },
  );
});
