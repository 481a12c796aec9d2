/** R11: whatever stops the unattended run reaches a person within a day, and in the sidebar. */
import { describe, expect, it } from 'vitest';
import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import { faultsWhere } from '../../local/appsscript/faults.ts';
import type { SidebarState } from '../../src/ui/api.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const ben = 'ben@example.com';
const team = 'team@example.com';
const dayMs = 24 * hourMs;
const apiKey = 'simulated-api-key-0123456789';

async function given(google: Partial<AppsScriptOptions> = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(3);
  const program = await givenProgram({
    cells,
    keap: { contacts },
    google: { deployment: 'add-on', ...google },
  });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: team });
  return program;
}

async function stateOf(program: Program, user: string): Promise<SidebarState> {
  const answer = await program.askAs(user, 'loadState');
  if (answer.kind !== 'ok') throw new Error(answer.advice);
  return answer.value as SidebarState;
}

const bodies = (program: Program) => program.google.outbox.map(({ body }) => body);

describe('R11 the hourly run', () => {
  it('R11 shows when it last came, and is repaired where its trigger is disabled or gone', async () => {
    const program = await given();
    expect((await program.state()).background.sentence).toBe(
      'The first background run starts within the hour.',
    );
    await program.google.passTime(hourMs);
    expect((await program.state()).background.sentence).toMatch(/^Last background run: 23 November 2026/);
    const [trigger] = program.google.triggers;
    program.google.disableTriggers();
    await program.google.passTime(1.5 * hourMs);
    await program.state();
    expect(program.google.triggers.map(({ id }) => id)).toEqual([trigger?.id]);
    await program.google.passTime(3 * dayMs);
    expect((await program.state()).background.sentence).toContain('was created again');
    expect(program.google.triggers).toHaveLength(1);
    expect(program.google.triggers[0]?.isDisabled).toBe(false);
    await program.google.passTime(hourMs);
    expect((await program.state()).background.sentence).toMatch(/^Last background run/);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  });

  it('R11 that Google does not let open its document says so by email and in the sidebar, and what to do', async () => {
    const program = await given({ behavior: { clockTriggersOpenTheirDocument: false } });
    await program.google.passTime(3 * dayMs);
    expect(bodies(program).length).toBeGreaterThanOrEqual(2);
    expect(bodies(program).length).toBeLessThanOrEqual(4);
    expect(bodies(program)[0]).toContain('cannot open your spreadsheet, so nothing is synced automatically');
    expect(program.google.outbox.map(({ to }) => to)).toEqual(bodies(program).map(() => team));
    const { problem } = (await program.state()).background;
    expect(problem).toContain('Google did not open your spreadsheet for this run.');
    expect(problem).toContain('> Sync now');
  });

  it.each(['syncContacts', 'saveSchedule'] as const)('R11 is repaired by %s, too', async (way) => {
    const program = await given();
    program.google.disableTriggers();
    await program.google.passTime(dayMs);
    if (way === 'syncContacts') await program.sync();
    else await program.ask('saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: team });
    expect(program.google.triggers.map(({ isDisabled }) => isDisabled)).toEqual([false]);
  });

  it('R11 that Google refuses says which limit, and what to do', async () => {
    const program = await givenProgram({
      keap: { apiKeys: [apiKey] },
      google: { deployment: 'add-on' },
    });
    const sheets = [{ name: 'Contacts', cells: [[]] }];
    let last = program;
    for (let document = 1; document <= 21; document++) {
      last = program.inDocument(program.google.addDocument({ sheets }));
      expect(await last.ask('connectKey', { key: apiKey })).toMatchObject({ kind: 'ok' });
    }
    expect((await last.state()).background.problem).toContain('Google allows 20 triggers per person');
    const [first] = program.google.triggers;
    await program.inDocument(program.google.inDocument(first?.documentId ?? '')).ask('disconnect');
    expect((await last.state()).background.problem).toBe('');
    expect(program.google.triggers).toHaveLength(20);
  });

  it('R11 that Google refuses for a missing permission names the permission', async () => {
    const scopes = [
      'spreadsheets.currentonly',
      'script.container.ui',
      'script.external_request',
      'script.send_mail',
    ];
    const program = await givenProgram({
      keap: { apiKeys: [apiKey] },
      google: { people: { 'owner@example.com': { scopes } } },
    });
    expect(await program.ask('connectKey', { key: apiKey })).toMatchObject({ kind: 'ok' });
    expect((await program.state()).permissions.sentence).toContain(
      'you haven\'t granted it this permission in Google: "Allow this application to run when you are not present"',
    );
    expect(await program.ask('disconnect')).toMatchObject({ kind: 'ok' });
  });
});

describe('R11 whoever is left', () => {
  it('R11 is told by email and in the sidebar that the owner is gone, and can take over', async () => {
    const program = await given();
    await program.connect('allow', ben);
    await program.google.passTime(2 * dayMs);
    expect(program.google.outbox).toEqual([]);
    program.google.changePerson('owner@example.com', { hasLeft: true });
    await program.google.passTime(2 * dayMs);
    expect(bodies(program)[0]).toContain('Run the scheduled sync with my connection');
    const count = program.google.outbox.length;
    expect(count).toBeLessThanOrEqual(2);
    const { owner, schedule } = await stateOf(program, ben);
    expect(owner.sentence).toContain('is overdue');
    expect(schedule.nextRun).toContain('overdue since');
    await program.askAs(ben, 'takeOver');
    await program.google.passTime(2 * hourMs);
    expect((await stateOf(program, ben)).schedule.nextRun).not.toContain('overdue');
    await program.google.passTime(3 * dayMs);
    expect(program.google.outbox.slice(count).map(({ subject }) => subject)).toEqual([
      'The scheduled sync to Keap is working again',
    ]);
  });

  it("R11 reads that a colleague's lost connection is theirs, once, and the owner's own loss once", async () => {
    const program = await given();
    await program.connect('allow', ben);
    await program.google.passTime(3 * hourMs);
    const { lastRun } = await program.state();
    const refused = { kind: 'answer', status: 400, body: '{"error":"invalid_grant"}' } as const;
    await program.keap.break({ match: 'token', trouble: refused });
    await program.google.passTime(dayMs, { user: ben });
    expect(bodies(program)).toHaveLength(1);
    expect(bodies(program)[0]).toContain('Somebody who works with this sheet has lost their connection');
    expect((await program.state()).lastRun.sentence).toBe(lastRun.sentence);
    // The scheduled sync goes on with the owner's connection, and nothing is said to be well again.
    await program.keap.mend();
    await program.google.passTime(dayMs);
    expect(bodies(program)).toHaveLength(1);
    await program.keap.break({ match: 'token', trouble: refused });
    await program.google.passTime(3 * dayMs);
    expect(bodies(program).filter((body) => body.startsWith('Somebody who'))).toHaveLength(1);
    expect(bodies(program).filter((body) => body.startsWith('You need to connect'))).toHaveLength(1);
  });
});

describe('R11 an error that nobody has foreseen', () => {
  it.each([
    ['the log', ({ method }: { method: string }) => method === 'getSheetByName'],
    ['the open document', ({ method }: { method: string }) => method === 'getActiveSpreadsheet'],
    ['the document properties', ({ method }: { method: string }) => method === 'getDocumentProperties'],
  ])('R11 is emailed within a day, and no trigger ends failed: %s', async (_, isMeant) => {
    const program = await given();
    await program.google.passTime(hourMs);
    program.google.planFaults(faultsWhere((call) => isMeant(call) && call.functionName === 'runHourly'));
    await program.google.passTime(dayMs);
    expect(program.google.outbox.map(({ to }) => to)).toEqual([team]);
    const { background } = await program.state();
    expect(background.problem).toContain('The hourly run has been failing since');
    program.google.planFaults(undefined);
    await program.google.passTime(2 * hourMs);
    expect((await program.state()).background.problem).toBe('');
  });

  it('R11 is not emailed where the next hour heals it', async () => {
    const program = await given();
    program.google.planFaults(
      faultsWhere(({ method }) => method === 'getActiveSpreadsheet', 'before', undefined, 1),
    );
    await program.google.passTime(dayMs);
    expect(program.google.outbox).toEqual([]);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  });

  it('R11 a scheduled sync that cannot begin for a day, because Keap grants no token, is emailed', async () => {
    const program = await given();
    await program.keap.break({ match: 'token', trouble: { kind: 'answer', status: 503, body: 'down' } });
    await program.google.passTime(4 * dayMs);
    const failed = program.google.outbox.filter(({ subject }) => subject.includes('needs your attention'));
    expect(failed.length).toBeGreaterThanOrEqual(1);
    expect(failed.length).toBeLessThanOrEqual(4);
    expect(failed[0]?.body).toContain('Keap is not renewing the connection');
  });
});
