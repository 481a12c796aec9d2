import { describe, expect, it } from 'vitest';
import {
  changeInKeap,
  compareNoteOf,
  fieldsInKeap,
  givenSynced,
  writesToKeap,
} from '../support/comparing.ts';
import { killPoints } from '../support/kill-points.ts';
import { hourMs, type Program, sheetName } from '../support/program.ts';

const logName = 'Keap sync log';

function hourly({ google }: Program, options: object = {}) {
  return google.run('runHourly', [], { ...options, as: 'trigger' });
}

/** Another day, on which Keap has another value in two rows that nobody was told of. */
async function renew(program: Program, round: number): Promise<void> {
  const { google } = program;
  for (const id of [1, 2]) await changeInKeap(program, id, { Company: `Round ${round}` });
  const message = google.sheet(sheetName).cells()[0]?.indexOf('Keap message') ?? -1;
  for (const line of [1, 2, 3]) google.sheet(sheetName).set(line, message, '');
  if (google.spreadsheet.sheets.some(({ name }) => name === logName)) google.deleteSheet(logName);
  // Half an hour before the sync, the connection is renewed.
  google.clock.moveTo(Date.UTC(2026, 10, 23 + round, 12, 30));
  await hourly(program);
  google.clock.moveTo(google.clock.nowMs() + hourMs);
}

function summaries({ google }: Program): string[] {
  const [headers = [], ...rows] = google.sheet(logName).display();
  return rows
    .filter((row) => row[headers.indexOf('Started by')] === 'Scheduled comparison')
    .map((row) => row[headers.indexOf('Outcome')] ?? '');
}

describe.each(['xml-rpc', 'rest'])('the scheduled comparison, over %s', (choice) => {
  it('R3 a kill at any call hides no difference, sends nothing to Keap, and the next hour does the rest', async () => {
    const program = await givenSynced(choice, 3);
    const forSheetId = program.google.spreadsheet.sheets.find(({ name }) => name === sheetName)?.id;
    await program.ask('saveSchedule', {
      ...{ isOn: true, hours: [13], weekdays: [1, 2, 3, 4, 5, 6, 7], compares: true, forSheetId },
      ...{ mailsOn: true, mailTo: 'owner@example.com' },
    });
    await renew(program, 1);
    const points = killPoints((await hourly(program)).calls);
    expect(program.google.outbox).toHaveLength(1);
    expect(points.length).toBeGreaterThan(20);
    let killed = 0;
    let twice = 0;
    for (const [index, killAt] of points.entries()) {
      const round = index + 2;
      await renew(program, round);
      const before = program.google.outbox.length;
      killed += Number((await hourly(program, { killAt })).kind === 'killed');
      for (let hour = 1; hour <= 2; hour++) {
        program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
        await hourly(program);
      }
      const note = compareNoteOf('Company');
      expect({ ...killAt, notes: program.column('Keap message') }).toEqual({
        ...killAt,
        notes: [note, note, ''],
      });
      // Killed after its line was written and before that was noted, it writes another one.
      const lines = summaries(program);
      expect({ ...killAt, lines: [...new Set(lines)] }).toEqual({
        ...killAt,
        lines: ['2 values of 2 contacts differ in Keap; 1 contact matches.'],
      });
      const sent = program.google.outbox.length - before;
      expect({ ...killAt, isTold: sent > 0 }).toEqual({ ...killAt, isTold: true });
      twice += sent - 1 + lines.length - 1;
      // Nothing is left for the next hour.
      await program.keap.forgetRequests();
      program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
      await hourly(program);
      const requests = (await program.keap.requests()).filter(({ what }) => !what.startsWith('token'));
      expect({ ...killAt, requests }).toEqual({ ...killAt, requests: [] });
      expect((await program.state()).lastRun.sentence).toContain('2 values of 2 contacts differ.');
      expect((await fieldsInKeap(program, 1)).Company).toBe(`Round ${round}`);
      expect(await writesToKeap(program)).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
    // The email that was sent and not noted; lines of the log that were written and not noted.
    expect(twice).toBeLessThanOrEqual(6);
  }, 300_000);
});
