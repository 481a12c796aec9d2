/** Passing errors, spent quotas, full stores: whatever a test prepares for any call. */
import { describe, expect, it } from 'vitest';
import { faultAtCall, faultsWhere, randomFaults } from '../../../local/appsscript/faults.ts';
import { seeded } from '../../support/seeds.ts';
import { givenScript, resultIn, startMs } from './given-script.ts';

const dayMs = 86_400_000;
const code = `
  function main() {
    const store = PropertiesService.getUserProperties();
    const seen = [];
    for (const key of ['a', 'b', 'c']) {
      try { store.setProperty(key, '1'); } catch (error) { seen.push(error.name + ': ' + error.message); }
    }
    return seen;
  }
  function cells() {
    const range = SpreadsheetApp.getActiveSheet().getRange('A1');
    try { range.setValue('x'); } catch (error) { return error.message; }
  }
  function take(lock) { try { return LockService.getUserLock().tryLock(0); } catch (error) { return error.message; } }
  function fetches() { try { UrlFetchApp.fetch('https://api.example.com/'); } catch (error) { return error.message; } }
  function mails() { try { MailApp.sendEmail('a@example.com', 's', 'b'); return 'sent'; } catch (error) { return error.message; } }
  function left() { return MailApp.getRemainingDailyQuota(); }
  function reads() { try { return PropertiesService.getUserProperties().getProperty('k'); } catch (error) { return error.message; } }`;
const serverError = "Exception: We're sorry, a server error occurred. Please wait a bit and try again.";

describe('a fault', () => {
  it('comes before its call takes effect, or after', async () => {
    const google = givenScript(code, {
      faults: faultsWhere(({ method, count }) => method === 'setProperty' && count === 3, 'before'),
    });
    expect(await resultIn(google)).toEqual([serverError]);
    expect(google.properties('user')).toEqual({ a: '1', c: '1' });
    google.planFaults(faultsWhere(({ count }) => count === 3, 'after'));
    expect(await resultIn(google)).toEqual([serverError]);
    expect(google.properties('user')).toEqual({ a: '1', b: '1', c: '1' });
    google.planFaults(undefined);
    expect(await resultIn(google)).toEqual([]);
  });

  it('has the words that its service is known for (B)', async () => {
    const google = givenScript(code, { faults: faultsWhere(() => true) });
    google.planFaults(faultsWhere(({ service }) => service === 'Range'));
    expect(await resultIn(google, 'cells')).toBe(
      'Service Spreadsheets timed out while accessing document with id embedded-spreadsheet-id.',
    );
    google.planFaults(faultsWhere(({ service }) => service === 'Lock'));
    expect(await resultIn(google, 'take')).toBe(
      'There are too many LockService operations against the same script.',
    );
    google.planFaults(faultsWhere(({ service }) => service === 'UrlFetchApp'));
    expect(await resultIn(google, 'fetches')).toBe(
      'Service invoked too many times in a short time: urlfetch. Try Utilities.sleep(1000) between calls.',
    );
    google.planFaults(faultsWhere(() => true, 'before', ['bandwidthExceeded', 'https://api.example.com']));
    expect((await google.run('fetches')).kind).toBe('completed');
    google.planFaults(faultsWhere(() => true, 'before', 'Something else', 1));
    expect(await resultIn(google, 'fetches')).toBe('Something else');
  });

  it('comes at the k-th call that reaches a service, once, over all executions', async () => {
    const google = givenScript(code, { faults: faultAtCall(5, 'after') });
    expect(await resultIn(google)).toEqual([]);
    expect(await resultIn(google)).toEqual([serverError]);
    expect(await resultIn(google)).toEqual([]);
  });

  it('comes at random, and again at the same calls from the same seed', async () => {
    const seen = async (seed: number) => {
      const google = givenScript(code, { faults: randomFaults(seeded(seed), 0.3) });
      return [await resultIn(google), await resultIn(google), await resultIn(google)];
    };
    const first = await seen(1);
    expect(first.flat().length).toBeGreaterThan(0);
    expect(await seen(1)).toEqual(first);
    expect(await seen(2)).not.toEqual(first);
  });

  it('ends a script that does not catch it as failed', async () => {
    const google = givenScript('function main() { SpreadsheetApp.getActiveSpreadsheet(); }', {
      faults: faultsWhere(({ method }) => method === 'getActiveSpreadsheet'),
    });
    expect(await google.run('main')).toMatchObject({
      kind: 'failed',
      error: { name: 'Exception', message: expect.stringContaining('timed out') },
    });
  });
});

describe('a quota that is used up for days', () => {
  it.each([
    ['urlfetch', 'fetches'],
    ['email', 'mails'],
    ['properties', 'reads'],
  ] as const)('of %s', async (quota, functionName) => {
    const google = givenScript(code);
    google.exhaust(quota, 2.5 * dayMs);
    const spent = `Service invoked too many times for one day: ${quota}.`;
    for (const _day of [1, 2, 3]) {
      expect(await resultIn(google, functionName)).toBe(spent);
      await google.passTime(dayMs - 1000);
    }
    expect(google.clock.nowMs()).toBeGreaterThan(startMs + 2.5 * dayMs);
    expect(await resultIn(google, functionName)).not.toBe(spent);
  });

  it('is one person’s, and MailApp tells that nothing is left', async () => {
    const google = givenScript(code);
    google.exhaust('email', dayMs);
    expect(await resultIn(google, 'left')).toBe(0);
    expect(await resultIn(google, 'mails', { user: 'other@example.com' })).toBe('sent');
  });
});

describe('a full store', () => {
  it('refuses what no longer fits (Quotas, "Properties total storage"; A)', async () => {
    const google = givenScript(code);
    google.fillProperties('user', 3);
    const full =
      'Exception: You have exceeded the property storage quota. Please remove some properties and try again.';
    expect(await resultIn(google)).toEqual([full, full]);
    expect(google.properties('user')).toEqual({ a: '1' });
    expect(await resultIn(google, 'main', { user: 'other@example.com' })).toEqual([]);
  });
});
