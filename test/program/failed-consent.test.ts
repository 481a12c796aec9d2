/** A consent that fails is told in the sidebar as well: the tab in which it ended may be closed unread. */
import { describe, expect, it } from 'vitest';
import { defaultClient } from '../../local/keap/keap.ts';
import { givenProgram, type Program } from '../support/program.ts';

const warningOf = async (program: Program) => (await program.state()).connection.warning;

it('is told after a denial, until another consent has succeeded', async () => {
  const program = await givenProgram({});
  const denied = await program.connect('deny');
  expect(denied.html).toContain('You denied access in Keap');
  const { connection } = await program.state();
  expect(connection).toMatchObject({ kind: 'not-connected', isConsenting: false });
  expect(connection.warning).toMatch(/^23 November 2026, 12:0\d: You denied access in Keap/);
  await program.connect();
  expect(await warningOf(program)).toBe('');
});

it('is told after a wrong client secret, until another one is saved', async () => {
  const program = await givenProgram({});
  const secret = 'simulated-client-secret-changed';
  await program.keap.setClient({ ...defaultClient, secret });
  await program.connect();
  expect(await warningOf(program)).toContain('Keap does not recognize this client id and secret.');
  await program.ask('saveClient', { clientId: defaultClient.id, clientSecret: secret });
  expect(await warningOf(program)).toBe('');
});

it('is told where Keap does not let the app ask, and while Keap does not answer', async () => {
  const program = await givenProgram({});
  await program.connect('deny');
  const { id: clientId, secret: clientSecret } = defaultClient;
  await program.ask('saveClient', { clientId, clientSecret });
  const begun = await program.ask('beginConsent');
  const url = new URL(begun.kind === 'ok' ? (begun.value as { url: string }).url : '');
  const callback = new URL(url.searchParams.get('redirect_uri') ?? '');
  callback.searchParams.set('error', 'unauthorized_client');
  callback.searchParams.set('state', url.searchParams.get('state') ?? '');
  await program.google.visit(callback.href);
  expect(await warningOf(program)).toContain('Keap does not let your app ask for access.');
  // The browser opens an earlier page again.
  await program.connect();
  await program.google.visit(callback.href);
  expect(await warningOf(program)).toBe('');
  await program.keap.break({ match: 'token', trouble: { kind: 'answer', status: 503, body: '<html>' } });
  await program.connect();
  expect(await warningOf(program)).toContain('Keap did not answer as expected');
  expect((await program.state()).connection.kind).toBe('connected');
});

const wrongClients = [
  { clientId: defaultClient.id, clientSecret: 'simulated-client-secret-mistyped' },
  { clientId: 'simulated-client-id-mistyped', clientSecret: defaultClient.secret },
];

describe('a client that was mistyped', () => {
  it.each(wrongClients)('is told when it is saved, and can still be used: %o', async (wrong) => {
    const program = await givenProgram({});
    await program.ask('saveClient', wrong);
    expect(await warningOf(program)).toContain('Keap does not recognize this client id and secret.');
    // Keap's answer may be wrong, and is not the last word.
    expect(await program.ask('beginConsent')).toMatchObject({ kind: 'ok' });
    expect(await warningOf(program)).toBe('');
    await program.ask('saveClient', { clientId: defaultClient.id, clientSecret: defaultClient.secret });
    expect(await warningOf(program)).toBe('');
    await program.connect();
    expect((await program.state()).connection.kind).toBe('connected');
  });

  it('is told if the gateway says it, and is found out by the consent if Keap speaks of the code', async () => {
    const [wrong] = wrongClients;
    const ofGateway = await givenProgram({ keap: { behavior: { refusedClients: 'gateway' } } });
    await ofGateway.ask('saveClient', wrong);
    expect(await warningOf(ofGateway)).toContain('Keap does not recognize this client id and secret.');
    const ofCode = await givenProgram({ keap: { behavior: { refusedClients: 'invalid_grant' } } });
    await ofCode.ask('saveClient', wrong);
    expect(await warningOf(ofCode)).toBe('');
  });

  it.each([
    { kind: 'answer', status: 503, body: '<html>' },
    { kind: 'cut', when: 'before' },
  ] as const)('is saved without a word while Keap does not answer: %o', async (trouble) => {
    const program = await givenProgram({});
    await program.keap.break({ match: 'token', trouble });
    const saved = await program.ask('saveClient', wrongClients[0]);
    expect(saved).toMatchObject({ kind: 'ok' });
    expect(await warningOf(program)).toBe('');
  });

  it('leaves a working connection alone', async () => {
    const program = await givenProgram({});
    await program.connect();
    await program.ask('saveClient', wrongClients[0]);
    const { connection } = await program.state();
    expect(connection.kind).toBe('connected');
    expect(connection.warning).toContain('Keap does not recognize this client id and secret.');
  });
});
