/** Where the menu is, and that every text names it as the person sees it. */
import { expect, it } from 'vitest';
import { contactsAndCells, givenProgram, hourMs } from '../support/program.ts';

const item = 'Keap Contact Sync > Connection and schedule';

const places = [
  ['a bound script in the menu bar', 'bound', ''],
  ['an add-on under Extensions', 'add-on', 'Extensions > '],
  ['a test deployment in the menu bar', 'test', ''],
] as const;

it.each(places)(
  'the menu of %s is named so in dialogs, the sidebar and emails',
  async (_, deployment, place) => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts }, google: { deployment } });
    const { google } = program;
    expect(google.menus.map(({ path }) => path.join(' > '))).toEqual([`${place}Keap Contact Sync`]);

    await program.sync();
    expect(program.lastMessage()).toContain(`Choose ${place}${item}`.replaceAll('>', '&gt;'));
    expect(await program.ask('testConnection')).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining(`Choose ${place}${item}`),
    });

    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: true, mailTo: 'owner@example.com' });
    await program.keap.break({
      match: 'token',
      trouble: { kind: 'answer', status: 400, body: '{"error":"invalid_grant"}' },
    });
    google.clock.moveTo(google.clock.nowMs() + 25 * hourMs);
    await google.run('runHourly', [], { as: 'trigger' });
    expect(google.outbox.map(({ body }) => body)).toEqual([
      expect.stringContaining(`Choose ${place}${item}`),
    ]);
    expect((await program.state()).lastRun.sentence).toContain(`Choose ${place}${item}`);
  },
);
