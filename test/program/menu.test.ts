/** Where the menu is, and that every text names it as the person sees it. */
import { expect, it } from 'vitest';
import { contactsAndCells, givenProgram, hourMs } from '../support/program.ts';

const places = [
  ['a bound script in the menu bar', 'bound', 'Sync contacts'],
  ['an add-on under Extensions', 'add-on', 'Extensions > Keap Contact Sync'],
  ['a test deployment in the menu bar', 'test', 'Sync contacts'],
] as const;

it.each(places)(
  'the menu of %s is named so in dialogs, the sidebar and emails',
  async (_, deployment, place) => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts }, google: { deployment } });
    const { google } = program;
    const item = `Choose ${place} > Connection and schedule`;
    expect(google.menus.map(({ path }) => path.join(' > '))).toEqual([place]);

    await program.sync();
    expect(program.lastMessage()).toContain(item.replaceAll('>', '&gt;'));
    expect(await program.ask('testConnection')).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining(item),
    });

    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: true, mailTo: 'owner@example.com' });
    await program.keap.break({
      match: 'token',
      trouble: { kind: 'answer', status: 400, body: '{"error":"invalid_grant"}' },
    });
    google.clock.moveTo(google.clock.nowMs() + 25 * hourMs);
    await google.run('runHourly', [], { as: 'trigger' });
    expect(google.outbox.map(({ body }) => body)).toEqual([expect.stringContaining(item)]);
    expect((await program.state()).lastRun.sentence).toContain(item);
  },
);
