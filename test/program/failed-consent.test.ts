/** A consent that fails is told in the sidebar as well: the tab in which it ended may be closed unread. */
import { expect, it } from 'vitest';
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
  await program.keap.setClient({ ...defaultClient, secret: 'simulated-client-secret-changed' });
  await program.connect();
  expect(await warningOf(program)).toContain('Keap does not recognize this client id and secret.');
  await program.ask('saveClient', { clientId: defaultClient.id, clientSecret: defaultClient.secret });
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
