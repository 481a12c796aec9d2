/**
 * Several documents, people and Keap accounts, while any service of Google's may fail at any call, before it takes effect or
 * after. People sort the sheet and insert columns in the middle of runs, and Google ends executions anywhere.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
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

/** Moves the cells of a sheet at a random call of the execution that comes next. */
function disturbNext({ google }: Program, random: () => number): () => void {
  const sheet = google.sheet(sheetName);
  const headerRow = () => sheet.display()[0] ?? [];
  const moment = 1 + Math.floor(random() * 40);
  const isSort = random() < 0.5;
  let calls = 0;
  return google.interrupt(({ service }) => {
    if (!['Range', 'Sheet', 'SpreadsheetApp'].includes(service) || ++calls !== moment) return;
    if (isSort) sheet.sort(headerRow().indexOf('Email'), calls % 2 === 0);
    else sheet.insertColumn(1 + Math.floor(calls % headerRow().length));
  });
}

/** What people have typed so far. */
interface Typed {
  /** To which contact each address was given. */
  readonly addresses: Map<string, string>;
  /** The contacts that have an opt-out reason. */
  readonly optedOut: Set<string>;
}

/** One thing that somebody does in one of the documents. */
async function act(program: Program, random: () => number, typed: Typed): Promise<void> {
  const { google, sync } = program;
  const sheet = google.sheet(sheetName);
  const at = (header: string) => (sheet.display()[0] ?? []).indexOf(header);
  const row = 1 + Math.floor(random() * 4);
  const choice = random();
  const contact = sheet.display()[row]?.[at('Contact ID')] ?? '';
  if (choice < 0.3) {
    const address = `p${Math.floor(random() * 1e6)}@example.com`;
    typed.addresses.set(address, contact);
    sheet.set(row, at('Email'), address);
  } else if (choice < 0.4) sheet.sort(at('Email'), random() < 0.5);
  else if (choice < 0.5) await google.passTime(random() * 3 * hourMs);
  else if (choice < 0.54) {
    sheet.set(row, at('Opt-out reason'), 'Asked to leave');
    typed.optedOut.add(contact);
  } else {
    google.activate(sheetName);
    const user = random() < 0.5 ? {} : { user: colleague };
    const way = random();
    // Not both: a kill between a misplaced write and the look at it is a known issue.
    const end = way < 0.3 ? disturbNext(program, random) : () => {};
    const when = random() < 0.5 ? 'before' : 'after';
    await sync(
      way > 0.7 ? { ...user, killAt: { call: 1 + Math.floor(random() * 120), when } as const } : user,
    );
    end();
  }
}

/** A colleague connects the document to another account. Nobody accepts that, so nothing of it may be touched. */
async function goOver(program: Program, random: () => number, typed: Typed): Promise<void> {
  const contacts = idsOf.flat().map((id) => ({ id, fields: { Email: `theirs${id}@example.com` } }));
  const other = await startSimulatedKeap({ contacts, appName: 'second' });
  onTestFinished(() => other.stop());
  Object.assign(program.keap.hosts, other.hosts);
  await program.connect();
  await program.connect('allow', colleague);
  program.google.planFaults(randomFaults(random, 0.01));
  for (let step = 0; step < stepCount; step++) await act(program, random, typed);
  program.google.planFaults(undefined);
  await program.google.passTime(2 * hourMs);
  expect((await other.contacts()).map(({ id, fields }) => ({ id, fields }))).toEqual(contacts);
  expect((await other.optHistory()).filter(({ wish }) => wish !== undefined)).toEqual([]);
}

describe('random faults of every service', () => {
  it.each(seedsOf(3))(
    'R1 R2 R4 R6 R9 D1 documents and people stay apart, and statuses true (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const documents = await given();
      const [first] = documents;
      const initial = new Map([...idsOf.flat(), ...inNone].map((id) => [String(id), `old${id}@example.com`]));
      const typed: Typed = {
        addresses: new Map(
          idsOf
            .flat()
            .flatMap((id) => ['old', 'new'].map((name) => [`${name}${id}@example.com`, String(id)])),
        ),
        optedOut: new Set(),
      };
      let faults = 0;
      const plan = randomFaults(random, 0.01);
      first?.google.planFaults((call) => {
        const fault = plan(call);
        faults += Number(fault !== undefined);
        return fault;
      });
      for (let step = 0; step < stepCount; step++) {
        for (const program of documents) await act(program, random, typed);
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
      const { addresses, optedOut } = typed;
      const mayBeOut = new Set(
        [...addresses].filter(([, contact]) => optedOut.has(contact)).map(([address]) => address),
      );
      await expectStandingTruth({ documents, initial, mayBeOut });
      if (first !== undefined) await goOver(first, random, typed);
    },
  );
});
