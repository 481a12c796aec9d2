/** R11: limits of Google that last for days, alone and together, reach a person by whatever still works. */
import { describe, expect, it } from 'vitest';
import { faultsWhere } from '../../local/appsscript/faults.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const ben = 'ben@example.com';
const owner = 'owner@example.com';
const team = 'team@example.com';
const dayMs = 24 * hourMs;
const days = 3;
const logName = 'Keap sync log';

async function given(triggersMayFail = false): Promise<Program> {
  const { contacts, cells } = contactsAndCells(30);
  const program = await givenProgram({
    cells,
    keap: { contacts },
    google: { deployment: 'add-on' },
    triggersMayFail,
  });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: team });
  await program.google.passTime(hourMs);
  return program;
}

const logNotes = ({ google }: Program): string[] =>
  google.spreadsheet.sheets.some(({ name }) => name === logName)
    ? google
        .sheet(logName)
        .display()
        .filter((row) => row[5] === 'Hourly run')
        .map((row) => row[8] ?? '')
    : [];

const faults: Readonly<Record<string, (program: Program) => unknown>> = {
  "the document's store is full": ({ google }) => google.fillProperties('document', 0),
  "the person's store is full": ({ google }) => google.fillProperties('user', 0),
  'both stores are full': ({ google }) => {
    google.fillProperties('document', 0);
    google.fillProperties('user', 0);
  },
  'no property can be read or written': ({ google }) => google.exhaust('properties', days * dayMs, owner),
  'no property can be written': ({ google }) =>
    google.planFaults(faultsWhere(({ method }) => method === 'setProperty')),
  'no request can be sent': ({ google }) => google.exhaust('urlfetch', days * dayMs, owner),
  'no lock can be had': ({ google }) => google.planFaults(faultsWhere(({ service }) => service === 'Lock')),
  'no email can be sent and the stores are full': ({ google }) => {
    google.exhaust('email', days * dayMs, owner);
    google.fillProperties('document', 0);
    google.fillProperties('user', 0);
  },
  'no email can be sent, and no request': ({ google }) => {
    google.exhaust('email', days * dayMs, owner);
    google.exhaust('urlfetch', days * dayMs, owner);
  },
  'no property can be written, and not the log': ({ google }) =>
    google.planFaults(
      faultsWhere(
        ({ method, as }) =>
          as === 'trigger' &&
          (method === 'setProperty' || method === 'insertSheet' || method === 'setValues'),
      ),
    ),
};

describe('R11 a limit of Google that lasts for days', () => {
  it.each(Object.entries(faults))(
    'R11 is told within a day, and emailed no more than once a day: %s',
    async (_, happens) => {
      const program = await given();
      // The day's sync has work to do.
      program.google.sheet('Contacts').set(1, 1, 'edited@example.com');
      happens(program);
      const { outbox } = program.google;
      await program.google.passTime(days * dayMs);
      // One a day, which is a little less than 24 hours: the trigger does not keep to the minute.
      expect(outbox.length).toBeLessThanOrEqual(days + 1);
      const state = await program.askAs(owner, 'loadState').catch((error: unknown) => String(error));
      const told = [...outbox.map(({ body }) => body), ...logNotes(program), JSON.stringify(state)].join(
        '\n',
      );
      expect(told).toMatch(
        /Google says|has not run since yesterday|has not sent this spreadsheet|not finished yet|Google does not say|did not save|has refused something|The hourly run was stopped|daily limit of requests/,
      );
      if (outbox.length === 0) {
        const inSidebar = JSON.stringify(state);
        expect(
          logNotes(program).length + (/hourly run|has refused|daily limit/i.test(inSidebar) ? 1 : 0),
        ).toBeGreaterThan(0);
      }
    },
  );

  it("R11 of a person's properties is in the log, and in everybody else's sidebar", async () => {
    const program = await given();
    await program.connect('allow', ben);
    program.google.exhaust('properties', days * dayMs, owner);
    await program.google.passTime(2 * dayMs, { user: owner });
    expect(logNotes(program).length).toBeGreaterThan(0);
    expect(logNotes(program).length).toBeLessThanOrEqual(3);
    const state = await program.askAs(ben, 'loadState');
    expect(JSON.stringify(state)).toContain('The hourly run was stopped by an unexpected error');
    expect(JSON.stringify(state)).toContain('is overdue');
    expect(await program.askAs(owner, 'loadState')).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('Google has refused something'),
    });
  });

  it('R11 of a permission that was revoked is told by a colleague and in the sidebar', async () => {
    const program = await given(true);
    await program.connect('allow', ben);
    program.google.changePerson(owner, { scopes: [] });
    await program.google.passTime(2 * dayMs);
    expect(program.google.outbox.map(({ to }) => to)).toContain(team);
    const state = await program.askAs(ben, 'loadState');
    expect(JSON.stringify(state)).toContain('is overdue');
  });

  it('R11 does not keep the scheduled sync from running where only a note cannot be stored', async () => {
    const program = await given();
    await program.google.passTime(dayMs);
    program.google.sheet('Contacts').set(1, 1, 'edited@example.com');
    program.google.fillProperties('user', 0);
    await program.google.passTime(2 * dayMs);
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('edited@example.com');
  });
});
