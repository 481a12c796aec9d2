import { describe, expect, it } from 'vitest';
import { emails, emailsUnsentSinceMs } from '../../../src/sync/daily/emails.ts';
import { saveSchedule } from '../../../src/sync/daily/schedule.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeMail } from '../../support/fake-mail.ts';
import { fakeProperties } from '../../support/fake-properties.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

const dayMs = 86_400_000;

function given({ mailsOn = true, mailTo = 'owner@example.com', quota = 100 } = {}) {
  const properties = fakeProperties();
  saveSchedule(properties, { isOn: true, hour: 6, mailsOn, mailTo, sheetId: 1 });
  const [clock, log] = [fakeClock(), fakeLog()];
  const { sent, send } = fakeMail();
  let left = quota;
  const mail = {
    send(to: string, subject: string, text: string) {
      if (left-- <= 0) throw new Error('Service invoked too many times for one day: email.');
      send(to, subject, text);
    },
  };
  const workbook = fakeWorkbook(fakeTable([['Contact ID', 'Email']]));
  const document = { properties, workbook, lock: fakeLock(), settingsLock: fakeLock() };
  const it = emails({ mail, clock, log }, document);
  return { it, clock, log, sent, properties, more: () => (left = 1) };
}

describe('emails()', () => {
  it('sends no more than one a day about a daily sync, whatever else is sent', () => {
    const { it, clock, sent } = given();
    expect([it.dailySyncFailed('a'), it.dailySyncFailed('b'), it.connectionLost('c', 1)]).toEqual([
      true,
      false,
      true,
    ]);
    clock.advance(dayMs);
    expect(it.dailySyncFailed('d')).toBe(true);
    expect(sent).toHaveLength(3);
  });

  it.each([{ mailsOn: false }, { mailTo: '' }])('sends none where %j', (schedule) => {
    const { it, sent } = given(schedule);
    expect([it.connectionLost('a', 1), it.dailySyncFailed('b')]).toEqual([false, false]);
    expect(sent).toEqual([]);
  });

  it('survives an email that Google refuses, remembers it until one is sent, and sends it later', () => {
    const { it, log, sent, more, properties, clock } = given({ quota: 0 });
    const refusedMs = clock.nowMs();
    expect(it.dailySyncFailed('a')).toBe(false);
    expect(log.lines.join()).toContain('was not sent');
    clock.advance(1000);
    expect(it.connectionLost('b', 1)).toBe(false);
    expect(emailsUnsentSinceMs(properties)).toBe(refusedMs);
    more();
    expect(it.dailySyncFailed('a')).toBe(true);
    expect([sent.length, emailsUnsentSinceMs(properties)]).toEqual([1, 0]);
  });
});
