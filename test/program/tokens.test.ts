import { describe, expect, it } from 'vitest';
import { defaultClient } from '../../local/keap/keap.ts';
import { browser } from '../../local/start/browser.ts';
import { contactsAndCells, givenConnected, givenProgram, hourMs, type Program } from '../support/program.ts';
import { seeded, seedsOf } from '../support/seeds.ts';

const dayMs = 24 * hourMs;

/** The stored pair as text. */
const storedToken = ({ google }: Program) =>
  Object.entries(google.properties('user')).find(([key]) => key.endsWith('token'))?.[1] ?? '';

describe('T1', () => {
  it('T1 a new pair is saved in one property write before anything uses it', async () => {
    const program = await givenConnected(3);
    await program.keap.expireAccessTokens();
    const run = await program.sync();
    const steps = run.calls
      .filter(({ service, method }) => service === 'UrlFetchApp' || method === 'setProperty')
      .map(({ method }) => method);
    const requests = (await program.keap.requests()).map(({ what, status }) => `${what} ${status}`);
    const refresh = requests.indexOf('token refresh 200');
    expect(refresh).toBeGreaterThan(0);
    expect(requests[refresh - 1]).toContain('401');
    // The first fetch of this run got the 401, and the second refreshed the token. The very next call saves it.
    const fetches = steps.flatMap((method, index) => (method === 'fetchAll' ? [index] : []));
    expect(steps[(fetches[1] ?? 0) + 1]).toBe('setProperty');
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  });

  it('T1 an execution killed right after the save leaves a token that works', async () => {
    const twin = await givenConnected(3);
    await twin.keap.expireAccessTokens();
    const methods = (await twin.sync()).calls.map(({ method }) => method);
    // Keap refuses the window, then the call that tells whether it means the token; the third is the renewal.
    const requests = methods.flatMap((method, index) => (method === 'fetchAll' ? [index] : []));
    const save = methods.indexOf('setProperty', requests[2]) + 1;

    const program = await givenConnected(3);
    await program.keap.expireAccessTokens();
    const { refreshes } = await program.keap.tokenCounts();
    const again = await program.sync({ killAt: { call: save, when: 'after' } });
    expect(again.kind).toBe('killed');
    await program.sync();
    expect(program.column('Keap status')[0]).toBe('Synced');
    expect((await program.keap.tokenCounts()).refreshes).toBe(refreshes + 1);
  });
});

describe('the page after consent', () => {
  it.each([
    ['at once', 0],
    ['five minutes later', 300_000],
  ])('exchanges one code once when it is opened again %s', async (_when, laterMs) => {
    const { contacts, cells } = contactsAndCells(1);
    const program = await givenProgram({ cells, keap: { contacts } });
    const { google, keap } = program;
    const { id: clientId, secret: clientSecret } = defaultClient;
    await program.ask('saveClient', { clientId, clientSecret });
    await keap.forgetRequests();
    const begun = await program.ask('beginConsent');
    const { url } = (begun.kind === 'ok' ? begun.value : {}) as { url: string };
    const visitor = browser(keap.hosts, google.clock.nowMs);
    const { location = '' } = await visitor.press(await visitor.open(url), 'allow');
    await google.visit(location);
    google.clock.moveTo(google.clock.nowMs() + laterMs);
    expect((await google.visit(location)).html).toContain('Already connected');
    expect((await keap.counts())['token by code']).toBe(1);
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
  });
});

describe('T2', () => {
  it.each(seedsOf(6))(
    'T2 two executions that find the token dead refresh it once (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const program = await givenConnected(2, {
        schedule: (waiting) => Math.floor(random() * waiting.length),
      });
      await program.keap.expireAccessTokens();
      const before = await program.keap.tokenCounts();
      const [one, other] = await Promise.all([
        program.sync(),
        program.google.run('runHourly', [], { as: 'trigger' }),
      ]);
      expect([one.kind, other.kind]).toEqual(['completed', 'completed']);
      await program.sync();
      expect((await program.keap.tokenCounts()).refreshes).toBe(before.refreshes + 1);
      expect((await program.state()).connection.kind).toBe('connected');
      expect(program.column('Keap status').every((status) => /Synced|Unchanged/.test(status))).toBe(true);
    },
  );

  it.each(seedsOf(4))(
    'T2 two dispatchers that both find the pair a day old rotate it once (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const program = await givenConnected(1, {
        schedule: (waiting) => Math.floor(random() * waiting.length),
      });
      program.google.clock.moveTo(program.google.clock.nowMs() + dayMs);
      const before = await program.keap.tokenCounts();
      const dispatch = () => program.google.run('runHourly', [], { as: 'trigger' });
      await Promise.all([dispatch(), dispatch()]);
      expect((await program.keap.tokenCounts()).refreshes).toBe(before.refreshes + 1);
      await program.sync();
      expect(program.column('Keap status')).toEqual(['Synced']);
    },
  );
});

describe('T3', () => {
  it('T3 only Disconnect removes the pair, not an outage or a refusal', async () => {
    const program = await givenConnected(1);
    const pair = storedToken(program);
    await program.keap.break({ match: 'token', trouble: { kind: 'answer', status: 500, body: '<html>' } });
    await program.google.passTime(2 * dayMs);
    expect(storedToken(program)).toBe(pair);
    await program.keap.mend();
    await program.keap.revokeAll();
    await program.google.passTime(hourMs);
    expect(storedToken(program)).toBe(pair);
    await program.ask('disconnect');
    expect(storedToken(program)).toBe('');
    expect(program.google.triggers).toEqual([]);
    expect(JSON.stringify(program.google.properties('user'))).not.toMatch(/simulated-/);
  });
});

describe('T4', () => {
  it.each([
    ['a 500', { kind: 'answer', status: 500, body: 'oops' }],
    ['a 502 in HTML', { kind: 'answer', status: 502, body: '<html>Bad Gateway</html>' }],
    ['a 429', { kind: 'answer', status: 429, body: '{"fault":{}}' }],
    ['a 200 in HTML', { kind: 'answer', status: 200, body: '<html></html>' }],
    ['a cut connection', { kind: 'cut', when: 'before' }],
  ] as const)('T4 %s is retried and never reported as "connect again"', async (_name, trouble) => {
    const program = await givenConnected(1);
    await program.keap.break({ match: 'token', trouble });
    await program.google.passTime(2 * dayMs);
    expect((await program.state()).connection.kind).toBe('renewal-failing');
    expect(program.google.outbox).toEqual([]);
    await program.keap.mend();
    await program.google.passTime(hourMs);
    expect((await program.state()).connection.kind).toBe('connected');
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Synced']);
  });

  it('T4 a refusal of the newest pair says "connect again", sends one email, and costs no more requests', async () => {
    const program = await givenConnected(1);
    await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' });
    await program.keap.revokeAll();
    await program.google.passTime(2 * dayMs);
    const state = await program.state();
    expect(state.connection.kind).toBe('reconnect-needed');
    expect(state.lastRun.sentence).toContain('connect to Keap again');
    expect(program.google.outbox.map(({ to, subject }) => [to, subject])).toEqual([
      ['owner@example.com', 'Keap Contact Sync needs you to reconnect'],
    ]);
    await program.keap.forgetRequests();
    await program.google.passTime(2 * dayMs);
    expect(await program.keap.requests()).toEqual([]);
    expect(program.google.outbox).toHaveLength(1);
    await program.connect();
    expect((await program.state()).connection.kind).toBe('connected');
    await program.google.passTime(dayMs);
    expect(program.column('Keap status')[0]).toMatch(/Synced|Unchanged/);
  });
});

describe('T5', () => {
  it('T5 an execution killed at any call of a rotation stays connected, or says that the pair was lost between answer and save', async () => {
    const program = await givenConnected(1);
    const rotate = async (killAt?: { call: number; when: 'before' | 'after' }) => {
      program.google.clock.moveTo(program.google.clock.nowMs() + dayMs);
      const options = killAt === undefined ? {} : { killAt };
      return program.google.run('runHourly', [], { as: 'trigger', ...options });
    };
    // The first execution makes a few more calls, because the document has no owner yet.
    await rotate();
    const calls = (await rotate()).calls.length;
    let lost = 0;
    for (const when of ['before', 'after'] as const) {
      for (let call = 1; call <= calls; call++) {
        expect((await rotate({ call, when })).kind).toBe('killed');
        await rotate();
        const { connection } = await program.state();
        if (connection.kind === 'connected') continue;
        lost++;
        expect(connection).toMatchObject({
          kind: 'reconnect-needed',
          sentence: expect.stringContaining('interrupted'),
        });
        await program.connect();
      }
    }
    // The pair is lost only by a kill after the fetch or before the one write that saves the answer.
    expect(lost).toBe(2);
  });
});

describe('T6', () => {
  it('T6 the pair is rotated every day, with or without a sync', async () => {
    const program = await givenConnected(1);
    await program.google.passTime(12 * dayMs);
    const { refreshes } = await program.keap.tokenCounts();
    expect(refreshes).toBeGreaterThanOrEqual(11);
    expect(refreshes).toBeLessThanOrEqual(13);
    expect((await program.state()).connection.kind).toBe('connected');
  });
});

describe('T7', () => {
  it('T7 no token, key or client secret reaches a log, a cell, a URL, an error, an email or the browser', async () => {
    const { contacts, cells } = contactsAndCells(3);
    const client = { id: 'simulated-client-id', secret: 'simulated-client-secret' };
    const program = await givenProgram({ cells, keap: { contacts, client } });
    const visit = await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' });
    await program.sync();
    await program.keap.expireAccessTokens();
    await program.keap.break({
      match: 'xmlrpc',
      times: 3,
      trouble: { kind: 'answer', status: 500, body: 'simulated-access-echo' },
    });
    program.google.sheet('Contacts').set(1, 1, 'other@example.com');
    await program.sync();
    await program.keap.revokeAll();
    await program.google.passTime(2 * dayMs);
    const { google } = program;
    const requests = await program.keap.requests();
    const shown = JSON.stringify([
      google.executions.map(({ logs, kind, ...rest }) => [logs, kind, 'error' in rest ? rest.error : '']),
      google.sheet('Contacts').cells(),
      [google.toasts, google.pages, google.alerts, google.outbox],
      [await program.state(), visit.html, google.properties('document'), google.properties('script')],
      requests.map(({ host, path, hasSecretInUrl }) => [host, path, hasSecretInUrl]),
    ]);
    expect(shown.length).toBeGreaterThan(5_000);
    expect(shown).not.toMatch(/simulated-(access|refresh|code|client-secret)/);
    expect(requests.some(({ hasSecretInUrl }) => hasSecretInUrl)).toBe(false);
    // The secrets did exist, so the search could have found them.
    expect(JSON.stringify(google.properties('user'))).toMatch(
      /simulated-refresh.*simulated-client-secret|simulated-client-secret.*simulated-refresh/,
    );
  });
});
