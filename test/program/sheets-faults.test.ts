import { describe, expect, it } from 'vitest';
import { type FaultPlan, faultsWhere } from '../../local/appsscript/faults.ts';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { ComingCall } from '../../local/appsscript/world.ts';
import type { DoneView } from '../../src/ui/api.ts';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const services = ['SpreadsheetApp', 'Spreadsheet', 'Sheet', 'Range', 'Protection'];

/** Sheets is open when it begins to fail. */
function isSheets({ service, method }: ComingCall): boolean {
  return services.includes(service) && method !== 'getActiveSpreadsheet' && isRemote(service, method);
}

/** Calls to Sheets fail once each, as Google's do at times; never in step with how often a write calls Sheets. */
function someCalls(
  gap: number,
  when: 'before' | 'after',
  exception?: Parameters<typeof faultsWhere>[2],
): FaultPlan {
  let [count, next, faults] = [0, gap, 0];
  const isNext = () => {
    if (++count < next) return false;
    next += gap + ([3, 1, 6, 0][faults++ % 4] ?? 0);
    return true;
  };
  return faultsWhere((call) => isSheets(call) && isNext(), when, exception);
}

async function given(locale: string): Promise<Program> {
  const { contacts, cells } = contactsAndCells(6);
  const program = await givenProgram({
    cells: cells.map((row, index) => [...row, index === 0 ? 'Company' : '']),
    keap: { contacts },
    google: { userLocale: locale },
  });
  await program.connect();
  return program;
}

async function fill(program: Program): Promise<string> {
  const answer = await program.ask('fetchContacts', { scope: 'all', overwrite: false });
  return answer.kind === 'problem' ? answer.advice : (answer.value as DoneView).summary;
}

const errors = [
  ['a timeout', undefined],
  ['a server error', ['serverError']],
  ['a throttle', ['throttled', 'spreadsheets']],
] as const;

describe.each([
  ['en-GB', 7, 'before'],
  ['fr', 8, 'after'],
  ['ja', 11, 'before'],
  ['de', 9, 'after'],
] as const)(
  'in the language %s, where a call in %d or more to Sheets fails %s it takes effect',
  (locale, n, when) => {
    it.each(errors)('a sync and a fill-in end as if there had been no %s', async (_, exception) => {
      const program = await given(locale);
      program.google.planFaults(someCalls(n, when, exception === undefined ? undefined : [...exception]));
      await program.sync();
      expect(await fill(program)).toBe('6 cells filled in.');
      program.google.planFaults(undefined);
      expect(program.column('Keap status')).toEqual(Array(6).fill('Synced'));
      expect(program.column('Company')).toEqual(Array(6).fill('Kept'));
      expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual(
        program.column('Email'),
      );
      const summaries = program.google
        .sheet('Keap sync log')
        .display()
        .filter((line) => line[5] === 'Summary');
      expect(summaries.map((line) => line[8])).toEqual(['6 synced, 0 unchanged.', '6 cells filled in.']);
      expect(program.google.sheet(sheetName).hiddenColumns().length).toBeLessThan(2);
    });
  },
);

it('R3 a sync that Sheets does not let write goes on in the next hour, and nothing is lost', async () => {
  const program = await given('fr');
  program.google.planFaults(faultsWhere(({ method }) => method === 'setValues'));
  await program.sync();
  expect(program.lastMessage()).toMatch(/^Google Sheets is not responding\. Nothing is lost\./);
  program.google.planFaults(undefined);
  await program.sync();
  expect(program.column('Keap status')).toEqual(Array(6).fill('Synced'));
  await program.google.passTime(hourMs);
});
