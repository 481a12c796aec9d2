import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../local/appsscript/clock.ts';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import { brownout, brownoutKinds, unauthorizedBrownoutKinds } from '../../local/keap/brownout.ts';
import { killPoints } from '../support/kill-points.ts';
import { apiOptOut } from '../support/opt-outs.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';
import { seeded, seedOfRun } from '../support/seeds.ts';

/** Keap ends XML-RPC on 31 December 2026. No one changes a setting, and every day's changes still arrive. */
const dayMs = 24 * hourMs;
const firstDayMs = Date.UTC(2026, 11, 20);
const syncHour = 6;
const rowCount = 24;
const logName = 'Keap sync log';

/** Among them a 401 that looks as if the token or the app were to blame. */
const outages = [...brownoutKinds, ...unauthorizedBrownoutKinds];
type Outage = (typeof outages)[number];

interface Held {
  readonly id: number;
  fields: Record<string, string>;
}

/** The contact as Keap must have it, with addresses, phones and fields that no row names. */
function heldBy(id: number): Held {
  return {
    id,
    fields: {
      ...{
        Email: `old${id}@example.com`,
        EmailAddress2: `second${id}@example.com`,
        Phone1: '1',
        Phone2: '2',
      },
      ...{ City: 'Phoenix', Country: 'Canada', Address2Street1: 'Elsewhere', Fax1: '9', LastName: 'Kept' },
      ...{ _Color: 'red', _Size: `${id}` },
    },
  };
}

async function givenDecember(sunsetMs: number) {
  const held = Array.from({ length: rowCount }, (_, index) => heldBy(index + 1));
  const program = await givenProgram({
    keap: { contacts: held, customFields: ['_Color', '_Size'], sunsetMs },
    google: {
      clock: virtualClock(firstDayMs),
      spreadsheet: {
        timeZone: 'Etc/UTC',
        sheets: [
          {
            name: sheetName,
            cells: [
              ['Contact ID', 'Email', 'Phone 1', '_Color', 'Opt-out reason'],
              ...held.map(({ id, fields }) => [id, fields.Email ?? '', '1', 'red', '']),
            ],
          },
        ],
      },
    },
  });
  await program.connect();
  await program.ask('saveSchedule', {
    isOn: true,
    hour: syncHour,
    mailsOn: true,
    mailTo: 'owner@example.com',
  });
  return { program, held };
}

/** Changes some rows during the day, and updates `held`. */
function edit(program: Program, held: readonly Held[], day: number, random: () => number): string[] {
  const optedOut: string[] = [];
  for (const contact of held) {
    if (random() < 0.5) continue;
    const row = contact.id;
    const address = `day${day}-${row}@example.com`;
    contact.fields = { ...contact.fields, Email: address, Phone1: `${day}`, _Color: `colour ${day}` };
    const reason = random() < 0.1 ? `asked on day ${day}` : '';
    if (reason !== '') optedOut.push(address);
    [address, String(day), `colour ${day}`, reason].forEach((text, place) => {
      program.google.sheet(sheetName).set(row, place + 1, text);
    });
  }
  return optedOut;
}

async function expectArrived(
  program: Program,
  held: readonly Held[],
  optedOut: readonly string[],
  day: string,
) {
  expect(await program.keap.contacts(), day).toEqual(held);
  for (const address of optedOut) {
    expect((await program.keap.optEntry(address)).status, `${day} ${address}`).toBe(apiOptOut);
  }
  const statuses = new Set(program.column('Keap status'));
  for (const status of ['Synced', 'Unchanged']) statuses.delete(status);
  expect([...statuses], day).toEqual([]);
}

const dayOf = (day: number) => new Date(firstDayMs + day * dayMs).toISOString().slice(0, 10);

function logged(program: Program): string[][] {
  return program.google.sheet(logName).display().slice(1);
}

const news = (program: Program) => logged(program).filter(([, , , , , field]) => field === 'API');

describe('the end of XML-RPC', () => {
  it(`sends every day's changes on that day, whatever XML-RPC answers (seed ${seedOfRun})`, async () => {
    const random = seeded(seedOfRun);
    const { program, held } = await givenDecember(Date.UTC(2027, 0, 1));
    let switches = 0;
    for (let day = 0; day < 22; day++) {
      const startMs = firstDayMs + day * dayMs;
      const kind: Outage | undefined = outages[day];
      // The user chooses Automatic again after each brownout, for the last time before New Year's Eve.
      if (day <= 11) await program.ask('saveApi', { choice: 'automatic' });
      const optedOut = edit(program, held, day + 1, random);
      const fromMs = startMs + 5 * hourMs;
      if (kind !== undefined) {
        // Some outages start during the scheduled sync, some before it.
        await program.keap.break(
          brownout(kind, { fromMs, after: Math.floor(random() * 4), untilMs: startMs + dayMs }),
        );
      }
      // On one morning, nothing answers until nine.
      const isDown = day === 8;
      if (isDown)
        await program.keap.break(
          brownout('unavailable', { reach: 'both', fromMs, untilMs: startMs + 9 * hourMs }),
        );
      await program.google.passTime(startMs + dayMs - program.google.clock.nowMs());
      await expectArrived(program, held, optedOut, `${dayOf(day)} ${kind ?? ''}`);
      await program.keap.mend();
      const told = news(program).length;
      if (kind !== undefined) expect(told, `${dayOf(day)} ${kind}`).toBe(switches + 1);
      switches = told;
    }
    const lines = logged(program);
    expect(lines.filter(([, , , , , , , , outcome]) => outcome?.startsWith('Failed'))).toEqual([]);
    const stories = news(program).map((line) => line[8]);
    expect(stories.slice(0, -1)).toEqual(
      outages.map(() =>
        expect.stringMatching(/^XML-RPC did not answer \(\d+ December 2026, 0[6-9]:\d\d\); using REST v2\.$/),
      ),
    );
    expect(stories.at(-1)).toBe('XML-RPC ended on 31 December 2026; using REST v2.');
    const apisOf = (year: string) =>
      new Set(
        lines
          .filter(([, time, , , contact]) => contact !== '' && time?.includes(year))
          .map(([, , , api]) => api),
      );
    expect(apisOf('2027')).toEqual(new Set(['REST v2']));
    expect(apisOf('2026')).toEqual(new Set(['XML-RPC', 'REST v2']));
    expect((await program.state()).api.sentence).toBe('XML-RPC ended on 31 December 2026; using REST v2.');
    expect(program.google.outbox).toEqual([]);
    // Once a day, and never because of an outage.
    expect((await program.keap.tokenCounts()).refreshes).toBeLessThanOrEqual(22);
  });

  it('needs no action: the sheet uses REST v2 during a long brownout, and again in the new year', async () => {
    const random = seeded(seedOfRun + 1);
    const { program, held } = await givenDecember(Date.UTC(2026, 11, 31, 12));
    const brownoutMs = firstDayMs + 2 * dayMs;
    await program.keap.break(brownout('page', { fromMs: brownoutMs, untilMs: brownoutMs + 2 * dayMs }));
    for (let day = 0; day < 22; day++) {
      const optedOut = edit(program, held, day + 1, random);
      await program.google.passTime(firstDayMs + (day + 1) * dayMs - program.google.clock.nowMs());
      await expectArrived(program, held, optedOut, dayOf(day));
    }
    expect(news(program).map((line) => line[8])).toEqual([
      expect.stringMatching(/^XML-RPC did not answer \(22 December 2026, 06:\d\d\); using REST v2\.$/),
      expect.stringMatching(/^XML-RPC answers again \(24 December 2026, 06:\d\d\); using it\.$/),
      'XML-RPC ended on 31 December 2026; using REST v2.',
    ]);
    const atMs = (await program.keap.requests())
      .filter(({ what }) => what.startsWith('xmlrpc '))
      .map((one) => one.atMs);
    // On the second day, one call asks whether it is over, and once more.
    expect(atMs.filter((ms) => ms >= brownoutMs + dayMs && ms < brownoutMs + 2 * dayMs)).toHaveLength(2);
    expect(atMs.filter((ms) => ms >= Date.UTC(2027, 0, 1))).toEqual([]);
  });
});

describe('R3', () => {
  it('R3 an execution killed at any call across the switch leaves no row skipped or falsely reported', async () => {
    const held = Array.from({ length: 8 }, (_, index) => heldBy(index + 1));
    const wanted = held.map(({ id, fields }) => ({
      id,
      fields: { ...fields, Email: `new${id}@example.com` },
    }));
    const program = await givenProgram({
      keap: { contacts: held, customFields: ['_Color', '_Size'] },
      cells: [['Contact ID', 'Email'], ...held.map(({ id }) => [id, `new${id}@example.com`])],
    });
    await program.connect();
    const round = async (kind: Outage, killAt?: KillPoint) => {
      await program.keap.mend();
      for (const one of held) {
        await program.keap.putContact(one);
        program.google.sheet(sheetName).set(one.id, 2, '');
      }
      if (program.google.spreadsheet.sheets.some(({ name }) => name === logName))
        program.google.deleteSheet(logName);
      program.google.activate(sheetName);
      await program.ask('saveApi', { choice: 'automatic' });
      await program.keap.break(brownout(kind, { after: 4 }));
      return program.sync(killAt === undefined ? {} : { killAt });
    };
    await round('gone');
    let [killed, points] = [0, 0];
    for (const [turn, outage] of outages.entries()) {
      const undisturbed = await round(outage);
      expect(program.column('Keap status')).toEqual(held.map(() => 'Synced'));
      expect((await program.state()).api.sentence).toContain('using REST v2');
      // Each outage takes its share of the kills.
      const ours = (_: unknown, index: number) => index % outages.length === turn;
      for (const killAt of killPoints(undisturbed.calls).filter(ours)) {
        points++;
        const run = await round(outage, killAt);
        killed += Number(run.kind === 'killed');
        const when = `killed ${killAt.when} call ${killAt.call} (${outage})`;
        const contacts = await program.keap.contacts();
        program.column('Keap status').forEach((status, index) => {
          if (status === 'Synced') expect(contacts[index], when).toEqual(wanted[index]);
        });
        program.google.activate(sheetName);
        await program.sync();
        expect(await program.keap.contacts(), when).toEqual(wanted);
        expect(
          new Set(program.column('Keap status').map((one) => (one === 'Unchanged' ? 'Synced' : one))),
        ).toEqual(new Set(['Synced']));
      }
    }
    expect(killed).toBeGreaterThan(0.9 * points);
  });
});
