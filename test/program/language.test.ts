/** People use Google in their own language, in which also its exceptions come. */
import { describe, expect, it } from 'vitest';
import { type Fault, faultsWhere } from '../../local/appsscript/faults.ts';
import { givenConnected, hourMs } from '../support/program.ts';

it("times are shown in the user's format and in the time zone of the sheet", async () => {
  const program = await givenConnected(1, { userLocale: 'de' });
  await program.sync();
  expect((await program.state()).lastRun.sentence).toMatch(/^23\. November 2026, \d\d:\d\d: 1 synced/);
});

describe.each(['en', 'fr', 'es', 'de', 'ja'])('in a Google in %s', (userLocale) => {
  it("Google's daily limit of requests stops a run until the next day, and nothing is sent twice", async () => {
    const program = await givenConnected(3, { userLocale });
    program.google.exhaust('urlfetch', 24 * hourMs);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting', 'Waiting']);
    expect((await program.state()).lastRun.sentence).toContain("Google's daily limit of requests");
    await program.google.passTime(26 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    const updates = (await program.keapCalls()).filter((method) => method === 'ContactService.update');
    expect(updates).toHaveLength(3);
  });

  const passing: readonly [string, string, Fault['exception']][] = [
    ['too many requests in a short time', 'UrlFetchApp', ['throttled', 'urlfetch']],
    ['a service that timed out', 'Range', ['timedOut', 'embedded-spreadsheet-id']],
    ['a server error', 'Range', ['serverError']],
    ['too many lock operations', 'Lock', ['tooManyLocks']],
  ];

  it.each(passing)('%s is tried again within the same run', async (_, service, exception) => {
    const program = await givenConnected(2, { userLocale });
    const isMeant = (call: { readonly service: string }) => call.service === service;
    program.google.planFaults(faultsWhere(isMeant, 'before', exception, 1));
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('an address that nobody answers is an outage and no limit', async () => {
    const program = await givenConnected(2, { userLocale });
    const toKeap = (call: { readonly service: string }) => call.service === 'UrlFetchApp';
    const exception: Fault['exception'] = ['addressUnavailable', 'https://api.infusionsoft.com/'];
    program.google.planFaults(faultsWhere(toKeap, 'before', exception));
    await program.sync();
    const { sentence } = (await program.state()).lastRun;
    expect(sentence).toContain('Keap is not responding');
    expect(sentence).not.toContain('limit');
  });

  it('a protected column of statuses is named, and a refused value is no error', async () => {
    const program = await givenConnected(2, { userLocale });
    await program.sync();
    const refuse = (call: { readonly method: string }) => call.method === 'setValues';
    program.google.planFaults(faultsWhere(refuse, 'before', ['protected']));
    program.google.sheet('Contacts').set(1, 1, 'newest1@example.com');
    await program.sync();
    expect(program.lastMessage()).not.toContain('unexpected');
    expect(program.lastMessage()).toMatch(/protect/);
  });
});
