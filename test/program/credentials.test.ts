import { describe, expect, it, onTestFinished } from 'vitest';
import { brownout } from '../../local/keap/brownout.ts';
import { startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
import type { DoneView } from '../../src/ui/api.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const dayMs = 24 * hourMs;
const apiKey = 'simulated-api-key-0123456789';
const legacyKey = 'simulated-legacy-key-0123456789';
const ben = 'ben@example.com';

async function done(program: Program, name: string, ...args: unknown[]): Promise<DoneView> {
  const answer = await program.ask(name, ...args);
  if (answer.kind !== 'ok') throw new Error(answer.advice);
  return answer.value as DoneView;
}

const emails = async (program: Program) => (await program.keap.contacts()).map(({ fields }) => fields.Email);

describe('a personal access token or a service account key', () => {
  it('connects, can be tested, syncs every day without a token, and is deleted by Disconnect', async () => {
    const { contacts, cells } = contactsAndCells(3);
    const program = await givenProgram({ cells, keap: { contacts, apiKeys: [apiKey] } });
    const { summary, state } = await done(program, 'connectKey', { key: apiKey });
    expect(summary).toMatch(/^Connected to \S+\.infusionsoft\.com/);
    expect(state.connection).toMatchObject({ kind: 'connected', credential: 'key' });
    expect((await done(program, 'testConnection')).summary).toContain('The connection works. Keap account: ');

    await program.ask('saveSchedule', { isOn: true, hour: 13, mailTo: '', mailsOn: false });
    await program.google.passTime(2 * dayMs);
    expect(await emails(program)).toEqual([1, 2, 3].map((id) => `new${id}@example.com`));
    expect((await program.keap.tokenCounts()).refreshes).toBe(0);

    expect((await done(program, 'disconnect')).summary).toContain(
      'The key and the hourly trigger were deleted.',
    );
    expect(JSON.stringify(program.google.properties('user'))).not.toContain(apiKey);
    expect((await program.state()).connection).toMatchObject({
      kind: 'not-connected',
      sentence: expect.stringContaining('Disconnected since'),
    });
  });

  it('is rejected with a message, and nothing of it is stored', async () => {
    const program = await givenProgram({});
    expect(await program.ask('connectKey', { key: apiKey })).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('Keap does not accept this key'),
    });
    expect((await program.state()).connection.kind).toBe('not-connected');
    expect(JSON.stringify(program.google.properties('user'))).not.toContain(apiKey);
  });
});

describe('a legacy key', () => {
  it('connects to both APIs, and syncs with either', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts, legacyKeys: [legacyKey] } });
    const { state } = await done(program, 'connectLegacyKey', { application: 'sim123', key: legacyKey });
    expect(state.connection).toMatchObject({
      kind: 'connected',
      credential: 'legacy-key',
      warning: expect.stringContaining('may stop working at any time'),
    });
    expect(state.api).toMatchObject({ choice: 'automatic' });
    await program.keap.break(brownout('gone'));
    await program.sync();
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com']);
    expect((await program.state()).api.sentence).toContain('using REST v2');
  });

  it('that only the host of its application takes syncs over XML-RPC', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const behavior = { legacyKeysAsBearer: false, appHost: 'served' } as const;
    const program = await givenProgram({ cells, keap: { contacts, legacyKeys: [legacyKey], behavior } });
    const { state } = await done(program, 'connectLegacyKey', { application: 'sim123', key: legacyKey });
    expect(state).toMatchObject({
      connection: {
        kind: 'connected',
        credential: 'legacy-key',
        warning: expect.stringContaining('31 December'),
      },
      legacyApplication: 'sim123',
    });
    await program.sync();
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com']);
  });

  it('is rejected with a message', async () => {
    const program = await givenProgram({ keap: { legacyKeys: [legacyKey] } });
    expect(
      await program.ask('connectLegacyKey', { application: 'sim123', key: 'another-key' }),
    ).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('retired legacy keys'),
    });
  });
});

describe('two Keap accounts', () => {
  it('asks before a document switches to another account, and then sends every row again', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts, appName: 'first' } });
    await program.connect();
    await program.sync();
    const second = await startSimulatedKeap({ contacts, appName: 'second' });
    onTestFinished(() => second.stop());
    Object.assign(program.keap.hosts, second.hosts);

    const visit = await program.connect();
    expect(visit.html).toContain('Another Keap account');
    const { connection } = await program.state();
    expect(connection.kind).toBe('other-account');
    expect(connection.sentence).toContain('second.infusionsoft.com');
    expect(connection.sentence).toContain('first.infusionsoft.com');
    await done(program, 'keepAccount');
    expect((await program.state()).connection).toMatchObject({
      kind: 'connected',
      sentence: expect.stringContaining('first.infusionsoft.com'),
    });

    await program.connect();
    expect((await done(program, 'acceptAccount')).summary).toContain('sends every row');
    expect((await program.state()).connection.sentence).toContain('second.infusionsoft.com');
    await program.sync();
    expect((await second.contacts()).map(({ fields }) => fields.Email)).toEqual([
      'new1@example.com',
      'new2@example.com',
    ]);
    const again = await program.ask('acceptAccount');
    expect(again).toMatchObject({
      kind: 'problem',
      advice: expect.stringContaining('nothing left to decide'),
    });
  });

  it('asks even after a disconnect, because the rows record their account', async () => {
    const program = await givenProgram({ keap: { appName: 'first' } });
    await program.connect();
    await done(program, 'disconnect');
    const second = await startSimulatedKeap({ appName: 'second' });
    onTestFinished(() => second.stop());
    Object.assign(program.keap.hosts, second.hosts);
    await program.connect();
    expect((await program.state()).connection.kind).toBe('other-account');
  });
});

describe('a document that was switched to another account', () => {
  /** Ana is connected to `first`. Ben has switched to `second`, synced, and disconnected. */
  async function givenGoneOver() {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts, appName: 'first' } });
    await program.connect();
    await done(program, 'saveSchedule', { isOn: true, hour: 13, mailTo: '', mailsOn: false });
    const firstHosts = { ...program.keap.hosts };
    const second = await startSimulatedKeap({ contacts, appName: 'second' });
    onTestFinished(() => second.stop());
    Object.assign(program.keap.hosts, second.hosts);
    await program.connect('allow', ben);
    await program.askAs(ben, 'acceptAccount');
    await program.google.passTime(2 * hourMs);
    await program.askAs(ben, 'disconnect');
    Object.assign(program.keap.hosts, firstHosts);
    return program;
  }
  const owner = (program: Program) =>
    JSON.parse(program.google.properties('document').owner ?? '') as { account: string };
  const untouched = ['old1@example.com', 'old2@example.com'];

  it('sends nothing to the previous account: not daily, not by hand, and not after a takeover', async () => {
    const program = await givenGoneOver();
    await program.google.passTime(24 * hourMs);
    for (const deed of ['syncNow', 'takeOver'] as const) {
      const answer = await program.ask(deed);
      expect(answer).toMatchObject({
        kind: 'problem',
        advice: expect.stringMatching(/decide|Choose an account/),
      });
    }
    const preview = await program.ask('preview', { scope: 'all' });
    expect(preview).toMatchObject({ kind: 'problem' });
    expect([owner(program).account, await emails(program)]).toEqual(['second.infusionsoft.com', untouched]);
  });

  it('says so in the sidebar, and can be switched back', async () => {
    const program = await givenGoneOver();
    const { connection } = await program.state();
    expect(connection).toMatchObject({
      kind: 'foreign-account',
      sentence: expect.stringContaining('now belongs to second.infusionsoft.com'),
    });
    expect((await done(program, 'acceptAccount')).summary).toContain('sends every row');
    expect((await program.state()).connection.kind).toBe('connected');
    await program.sync();
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com']);
  });
});

describe('two people', () => {
  async function asBen(program: Program, name: string): Promise<unknown> {
    const answer = await program.askAs(ben, name);
    if (answer.kind !== 'ok') throw new Error(answer.advice);
    return answer.value;
  }

  it('share one scheduled sync, which the second person does not start by accident and can take over', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const limits = { refreshTokenDays: 3 };
    const program = await givenProgram({ cells, keap: { contacts, limits } });
    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 13, mailTo: '', mailsOn: false });

    expect(await asBen(program, 'loadState')).toMatchObject({
      connection: { kind: 'not-connected' },
      owner: { kind: 'somebody-else', sentence: expect.stringContaining("someone else's connection") },
    });
    await program.connect('allow', ben);
    expect(await asBen(program, 'loadState')).toMatchObject({
      connection: { kind: 'connected' },
      owner: { kind: 'somebody-else' },
    });
    await program.google.passTime(2 * hourMs);
    const syncs = () =>
      program.google.executions.filter(({ logs }) => logs.join().includes('Sync of')).map(({ user }) => user);
    expect(syncs()).toEqual(['owner@example.com']);

    expect(await asBen(program, 'takeOver')).toMatchObject({ state: { owner: { kind: 'me' } } });
    expect((await program.state()).owner.kind).toBe('somebody-else');
    await program.google.passTime(dayMs);
    expect(syncs()).toEqual(['owner@example.com', ben]);

    // T6: the connection of the person who no longer runs the sync is still renewed.
    await program.google.passTime(4 * dayMs);
    expect((await program.state()).connection.kind).toBe('connected');
    expect(await asBen(program, 'loadState')).toMatchObject({ connection: { kind: 'connected' } });
  });
});
