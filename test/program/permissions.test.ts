/** Google's permissions, each of which a person may leave out: what is missing is named, and never blamed on Keap. */
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../local/appsscript/apps-script.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const owner = 'owner@example.com';
const dayMs = 24 * hourMs;
const scopes = [
  ...['spreadsheets.currentonly', 'script.container.ui', 'script.external_request', 'script.scriptapp'],
  'script.send_mail',
] as const;
type Scope = (typeof scopes)[number];

/** As Google's page of consent calls them. */
const names: Readonly<Record<Scope, string>> = {
  'spreadsheets.currentonly': 'View and manage spreadsheets that this application has been installed in',
  'script.container.ui': 'Display and run third-party web content',
  'script.external_request': 'Connect to an external service',
  'script.scriptapp': 'Allow this application to run when you are not present',
  'script.send_mail': 'Send email as you',
};

const without = (missing: Scope) => ({ scopes: scopes.filter((scope) => scope !== missing) });

/** Connected, with a scheduled sync, before the person takes a permission back. */
async function given(locale = 'en-GB'): Promise<Program> {
  const { contacts, cells } = contactsAndCells(3);
  const program = await givenProgram({
    cells,
    keap: { contacts },
    google: { deployment: 'add-on', userLocale: locale },
  });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour: 14, mailsOn: true, mailTo: owner });
  await program.google.passTime(hourMs);
  return program;
}

/** Everything that a person has read since the permission is missing. */
const read = ({ google }: Program, from: number) =>
  JSON.stringify([
    google.toasts,
    google.pages.slice(from),
    google.outbox,
    google.executions.map((one) => one.logs),
  ]);

describe('a missing permission', () => {
  it.each(scopes.filter((scope) => scope !== 'spreadsheets.currentonly'))(
    'R11 %s is named in the sidebar, with the page that grants it, until it is granted',
    async (missing) => {
      const program = await given();
      expect((await program.state()).permissions).toEqual({ sentence: '', url: '' });
      program.google.changePerson(owner, without(missing));
      const { permissions } = await program.state();
      expect(permissions.sentence).toContain(names[missing]);
      expect(permissions.sentence).not.toMatch(/Keap (is|has|did|does)/);
      expect(permissions.url).toMatch(/^https:\/\/script\.google\.com\//);
      program.google.changePerson(owner, { scopes: 'all' });
      expect((await program.state()).permissions.sentence).toBe('');
    },
  );

  it('to open the spreadsheet is named in every answer to the sidebar', async () => {
    const program = await given();
    program.google.changePerson(owner, without('spreadsheets.currentonly'));
    const answer = await program.ask('loadState');
    expect(answer).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining(names['spreadsheets.currentonly']),
    });
  });

  it.each([
    ['Sync now', 'script.external_request'],
    ['Preview…', 'script.external_request'],
    ['Connection and schedule', 'script.container.ui'],
    ['Stop the sync', 'spreadsheets.currentonly'],
  ] as const)('is asked for by Google at the menu item "%s"', async (item, missing) => {
    const program = await given();
    program.google.changePerson(owner, without(missing));
    await program.google.clickMenu(item);
    expect(program.google.consentPrompts).toEqual([
      { user: owner, scopes: [`https://www.googleapis.com/auth/${missing}`] },
    ]);
  });

  it('that an item does not need is not asked for there', async () => {
    const program = await given();
    program.google.changePerson(owner, {
      scopes: scopes.filter((scope) => scope !== 'script.send_mail' && scope !== 'script.scriptapp'),
    });
    const sync = await program.sync();
    expect(sync.kind).toBe('completed');
    expect(program.google.consentPrompts).toEqual([]);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  });

  it.each(['en', 'fr', 'es', 'de', 'ja'])(
    'R11 to connect to Keap never blames Keap, in the sidebar or in the scheduled sync (%s)',
    async (locale) => {
      const program = await given(locale);
      program.google.changePerson(owner, without('script.external_request'));
      program.google.sheet('Contacts').set(1, 1, 'changed@example.com');
      const [from, ran] = [program.google.pages.length, program.google.executions.length];
      for (const name of ['testConnection', 'syncNow']) {
        expect(JSON.stringify(await program.ask(name))).toContain(names['script.external_request']);
      }
      await program.google.passTime(3 * dayMs);
      const mails = program.google.outbox;
      expect(mails.length).toBeGreaterThan(0);
      expect(mails.length).toBeLessThanOrEqual(4);
      for (const { body } of mails) expect(body).toContain(names['script.external_request']);
      expect(read(program, from)).not.toMatch(/Keap (is not|has not|did not|does not|answers nobody)/);
      const since: readonly Execution[] = program.google.executions.slice(ran);
      expect(since.filter(({ as, kind }) => as === 'trigger' && kind !== 'completed')).toEqual([]);
      expect((await program.state()).connection.kind).toBe('connected');

      program.google.changePerson(owner, { scopes: 'all' });
      await program.google.passTime(dayMs);
      expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    },
  );

  it('R11 to run in the background is never an unexpected error, and the trigger comes once it is granted', async () => {
    const { contacts, cells } = contactsAndCells(1);
    const program = await givenProgram({
      cells,
      keap: { contacts },
      google: { people: { [owner]: without('script.scriptapp') } },
    });
    await program.connect();
    expect(
      await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: false, mailTo: '' }),
    ).toMatchObject({ kind: 'ok' });
    const { permissions, background } = await program.state();
    expect(permissions.sentence).toContain(names['script.scriptapp']);
    expect(JSON.stringify([permissions, background])).not.toContain('unexpected');
    program.google.changePerson(owner, { scopes: 'all' });
    await program.state();
    expect(program.google.triggers.map(({ functionName }) => functionName)).toEqual(['runHourly']);
  });

  it('R11 to open the spreadsheet is emailed within a day, by name', async () => {
    const program = await given('fr');
    program.google.changePerson(owner, without('spreadsheets.currentonly'));
    await program.google.passTime(dayMs);
    expect(program.google.outbox.length).toBeGreaterThan(0);
    expect(program.google.outbox[0]?.body).toContain(names['spreadsheets.currentonly']);
  });

  it('to connect to Keap is named on the page after consent', async () => {
    const { contacts, cells } = contactsAndCells(1);
    const program = await givenProgram({
      cells,
      keap: { contacts },
      google: { people: { [owner]: without('script.external_request') } },
    });
    const { html } = await program.connect();
    expect(html).toContain(names['script.external_request']);
    expect(html).not.toContain('Keap did not');
  });
});
