import { describe, expect, it } from 'vitest';
import type { EmailBody } from '../../../src/platform/mail.ts';
import { emails, emailsUnsentSinceMs } from '../../../src/sync/daily/emails.ts';
import { allWeekdays, saveSchedule } from '../../../src/sync/daily/schedule.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeMail } from '../../support/fake-mail.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

const dayMs = 86_400_000;
const loss = (text: string, stopsDailySync = true) => ({ text, sinceMs: 1, stopsDailySync });

function given({ mailsOn = true, mailTo = 'owner@example.com', quota = 100 } = {}) {
  const properties = fakeProperties();
  saveSchedule(properties, { isOn: true, hours: [6], weekdays: allWeekdays, mailsOn, mailTo, sheetId: 1 });
  const [clock, log] = [fakeClock(), fakeLog()];
  const { sent, send } = fakeMail();
  let left = quota;
  const mail = {
    send(to: string, subject: string, body: EmailBody) {
      if (left-- <= 0) throw new Error('Service invoked too many times for one day: email.');
      send(to, subject, body);
    },
  };
  const workbook = fakeWorkbook(fakeTable([['Contact ID', 'Email']]));
  const document = { properties, workbook, lock: fakeLock(), settingsLock: fakeLock() };
  const it = emails({ mail, clock, log }, document);
  return { it, clock, log, sent, properties, more: () => (left = 1) };
}

describe('emails()', () => {
  it('sends no more than one a day about a scheduled sync, whatever else is sent', () => {
    const { it, clock, sent } = given();
    expect([
      it.dailySyncFailed({ text: 'a' }),
      it.dailySyncFailed({ text: 'b' }),
      it.connectionLost(loss('c')),
    ]).toEqual([true, false, true]);
    clock.advance(dayMs);
    expect(it.dailySyncFailed({ text: 'd' })).toBe(true);
    expect(sent).toHaveLength(3);
  });

  it.each([{ mailsOn: false }, { mailTo: '' }])('sends none where %j', (schedule) => {
    const { it, sent } = given(schedule);
    expect([it.connectionLost(loss('a')), it.dailySyncFailed({ text: 'b' })]).toEqual([false, false]);
    expect(sent).toEqual([]);
  });

  it('tells of differences once for a comparison of each sheet, as neither a failure nor its end', () => {
    const { it, sent } = given();
    const day = '2026-11-23';
    // Whoever asks again knows that it was told.
    expect([it.keapDiffers('a', 1, day), it.keapDiffers('a', 1, day), it.keapDiffers('b', 2, day)]).toEqual(
      Array(3).fill(true),
    );
    expect(sent).toHaveLength(2);
    expect(it.recovered('well', 1)).toBe(false);
    expect([it.dailySyncFailed({ text: 'c', sheetId: 1 }), it.keapDiffers('d', 1, day)]).toEqual([
      true,
      true,
    ]);
    expect([it.keapDiffers('e', 1, '2026-11-24'), it.recovered('well', 1)]).toEqual([true, true]);
    expect(it.keapDiffers('e', 1, '2026-11-24')).toBe(true);
    expect(sent).toHaveLength(5);
  });

  it('says that differences were not told where Google refuses the email', () => {
    const { it, more } = given({ quota: 0 });
    expect(it.keapDiffers('a', 1, '2026-11-23')).toBe(false);
    more();
    expect(it.keapDiffers('a', 1, '2026-11-23')).toBe(true);
  });

  it('survives an email that Google refuses, remembers it until one is sent, and sends it later', () => {
    const { it, log, sent, more, properties, clock } = given({ quota: 0 });
    const refusedMs = clock.nowMs();
    expect(it.dailySyncFailed({ text: 'a' })).toBe(false);
    expect(log.lines.join()).toContain('was not sent');
    clock.advance(1000);
    expect(it.connectionLost(loss('b'))).toBe(false);
    expect(emailsUnsentSinceMs(properties)).toBe(refusedMs);
    more();
    expect(it.dailySyncFailed({ text: 'a' })).toBe(true);
    expect([sent.length, emailsUnsentSinceMs(properties)]).toEqual([1, 0]);
  });
});

describe('an email about failed rows', () => {
  const rows = [
    { rowIndex: 6, contact: '1005', reason: 'Keap has no contact with this id.' },
    { rowIndex: 2, contact: '1001', reason: 'Keap says: <b>"no" & never</b>' },
  ];
  const news = (text: string, failed = rows) => ({
    ...{ text, failed: { sheetId: 5, rows: failed } },
    again: 'weekly' as const,
  });

  it('names the spreadsheet and the Keap account, links to the first row, lists all, and says how to stop it', () => {
    const { it: them, sent, properties } = given();
    properties.set(
      'owner',
      JSON.stringify({ version: 1, account: 'app123.infusionsoft.com', mark: 'm', sinceMs: 1 }),
    );
    them.dailySyncFailed(news('2 rows need your attention.'));
    const [{ text, html } = { text: '', html: '' }] = sent;
    const url = 'https://docs.google.com/spreadsheets/d/document/edit#gid=5&range=7:7';
    for (const part of [
      '2 rows need your attention.',
      'Row 7, contact 1005: Keap has no contact with this id.',
      'Row 3, contact 1001: Keap says: <b>"no" & never</b>',
      `Open row 7: ${url}`,
      'Spreadsheet: Contacts 2026. Keap account: app123.infusionsoft.com',
      '"Email me when action is needed"',
    ]) {
      expect(text).toContain(part);
    }
    expect(html).toContain('&lt;b&gt;&quot;no&quot; &amp; never&lt;/b&gt;');
    expect(html).not.toContain('<b>');
    expect(html).toContain(`<a href="${url.replace('&', '&amp;')}">Open row 7</a>`);
  });

  it('comes again for the same rows once a week, and the next day for others, wherever they are now', () => {
    const { it: them, clock } = given();
    expect(them.dailySyncFailed(news('a'))).toBe(true);
    const moved = rows.map((row) => ({ ...row, rowIndex: row.rowIndex + 10 })).reverse();
    for (let day = 1; day <= 6; day++) {
      clock.advance(dayMs);
      expect(them.dailySyncFailed(news('a', moved))).toBe(false);
    }
    clock.advance(dayMs);
    expect(them.dailySyncFailed(news('a', moved))).toBe(true);
    clock.advance(dayMs);
    expect(them.dailySyncFailed(news('a', rows.slice(1)))).toBe(true);
  });

  it('R11 is no reason to say nothing of an outage on the next day', () => {
    const { it: them, clock } = given();
    them.dailySyncFailed(news('2 rows need your attention.'));
    clock.advance(dayMs);
    expect(them.dailySyncFailed({ ...news('Keap is not responding.'), again: 'daily' })).toBe(true);
    // The reminder about the rows is not put off by that.
    for (let day = 2; day < 7; day++) {
      clock.advance(dayMs);
      expect(them.dailySyncFailed(news('2 rows need your attention.'))).toBe(false);
    }
    clock.advance(dayMs);
    expect(them.dailySyncFailed(news('2 rows need your attention.'))).toBe(true);
  });

  it('D1 is not followed by good news after the lost connection of somebody else', () => {
    const { it: them, sent } = given();
    them.connectionLost(loss('Theirs.', false));
    expect(them.recovered('well')).toBe(false);
    them.connectionLost({ ...loss('Mine.'), sinceMs: 2 });
    expect(them.recovered('well')).toBe(true);
    expect(sent).toHaveLength(3);
  });

  it('is followed by one that says when all is well again, once', () => {
    const { it: them, sent, clock } = given();
    expect(them.recovered('well')).toBe(false);
    them.dailySyncFailed(news('a'));
    clock.advance(dayMs);
    expect([them.recovered('well'), them.recovered('well')]).toEqual([true, false]);
    expect(sent.map(({ subject }) => subject)).toEqual([
      'The scheduled sync to Keap needs your attention',
      'The scheduled sync to Keap is working again',
    ]);
    // The same rows again are news.
    clock.advance(dayMs);
    expect(them.dailySyncFailed(news('a'))).toBe(true);
  });

  it('lists twenty rows and counts the others', () => {
    const { it: them, sent } = given();
    const many = Array.from({ length: 33 }, (_, index) => ({
      rowIndex: index,
      contact: `${index}`,
      reason: 'x',
    }));
    them.dailySyncFailed(news('33 rows need your attention.', many));
    expect(sent[0]?.text.match(/^Row \d+, /gm)).toHaveLength(20);
    expect(sent[0]?.text).toContain('And 13 more.');
  });
});
