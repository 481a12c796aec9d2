import { describe, expect, it } from 'vitest';
import { emails } from '../../../src/sync/daily/emails.ts';
import { saveSchedule } from '../../../src/sync/daily/schedule.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeLog } from '../../support/fake-log.ts';
import { fakeMail } from '../../support/fake-mail.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

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
  const it = emails({ mail, clock, log }, { properties });
  return { it, clock, log, sent, more: () => (left = 1) };
}

describe('emails()', () => {
  it('sends one for each loss of the connection', () => {
    const { it, clock, sent } = given();
    it.reconnectNeeded(1, 'Connect again.');
    it.reconnectNeeded(1, 'Connect again.');
    clock.advance(2 * dayMs);
    it.reconnectNeeded(1, 'Connect again.');
    expect(sent).toHaveLength(1);
    it.reconnectNeeded(2, 'Connect again.');
    expect(sent).toHaveLength(2);
  });

  it('sends no more than one a day of each kind', () => {
    const { it, clock, sent } = given();
    it.reconnectNeeded(1, 'a');
    it.reconnectNeeded(2, 'a');
    it.dailySyncFailed('b');
    it.dailySyncFailed('b');
    expect(sent).toHaveLength(2);
    clock.advance(dayMs);
    it.dailySyncFailed('c');
    it.reconnectNeeded(2, 'a');
    expect(sent).toHaveLength(4);
  });

  it.each([{ mailsOn: false }, { mailTo: '' }])('sends none where %j', (schedule) => {
    const { it, sent } = given(schedule);
    it.reconnectNeeded(1, 'a');
    it.dailySyncFailed('b');
    expect(sent).toEqual([]);
  });

  it('survives an email that Google refuses, says so in the log, and sends it later', () => {
    const { it, log, sent, more } = given({ quota: 0 });
    it.reconnectNeeded(1, 'a');
    expect(log.lines.join()).toContain('was not sent');
    more();
    it.reconnectNeeded(1, 'a');
    expect(sent).toHaveLength(1);
  });
});
