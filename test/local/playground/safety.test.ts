/** What keeps other pages and other machines out of the playground. */
import { describe, expect, it } from 'vitest';
import { ask, givenPlayground } from './given-playground.ts';

const project = { code: 'function onOpen() {}' };

/** A playground, and a valid request to make invalid. */
async function given() {
  const server = await givenPlayground({ project, cells: [['Id'], [7]] });
  const { origin, host, hash } = new URL(server.url);
  const good = { Host: host, Origin: origin, 'X-Playground-Token': hash.slice(1) };
  const sheet = server.play.world().google.spreadsheet.active.id;
  const command = (headers: Record<string, string>) =>
    ask(`${origin}/command/edit`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ sheet, cells: [[1, 0, '8']] }),
    });
  const cell = () => server.play.world().google.sheet('Contacts').cells()[1]?.[0];
  return { server, origin, good, command, cell };
}

describe('the playground', () => {
  it('accepts commands from its own page', async () => {
    const { good, command, cell } = await given();
    expect((await command(good)).status).toBe(200);
    expect(cell()).toBe(8);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['a name that was rebound to this machine', { Host: 'evil.example' }],
    ['another port of this machine', { Host: '127.0.0.1:1' }],
    ['another website', { Origin: 'https://evil.example' }],
    ['a frame without an origin', { Origin: 'null' }],
    ['a request without an origin', { Origin: undefined }],
    ['a request without a token', { 'X-Playground-Token': undefined }],
    ['a request with a guessed token', { 'X-Playground-Token': 'A'.repeat(43) }],
  ])('rejects a command from %s', async (_name, change) => {
    const { good, command, cell } = await given();
    const headers = Object.entries({ ...good, ...change }).filter((entry) => entry[1] !== undefined);
    const { status, text } = await command(Object.fromEntries(headers) as Record<string, string>);
    expect(status).toBe(403);
    expect(text).toMatch(/\.$/);
    expect(cell()).toBe(7);
  });

  it('shows the sheet to nobody without the token, and serves its page under no other host name', async () => {
    const { origin } = await given();
    expect((await ask(`${origin}/events`)).status).toBe(403);
    expect((await ask(`${origin}/save/csv`, { method: 'POST' })).status).toBe(403);
    expect((await ask(`${origin}/`)).status).toBe(200);
    expect((await ask(`${origin}/`, { headers: { Host: 'evil.example' } })).status).toBe(403);
  });

  it('listens on this machine only, with a token that cannot be guessed', async () => {
    const { server } = await given();
    const { hostname, hash } = new URL(server.url);
    expect(hostname).toBe('127.0.0.1');
    expect(Buffer.from(hash.slice(1), 'base64url')).toHaveLength(32);
  });

  it("serves a script's page only at an address that nobody can guess, without an origin or a network", async () => {
    const { server, origin } = await given();
    expect((await ask(`${origin}/frame/1`)).status).toBe(404);
    const shown = {
      kind: 'modal' as const,
      title: '',
      html: '<p>Hello',
      width: 1,
      height: 1,
      window: undefined,
    };
    const { id } = server.play.frames.add(shown);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const response = await fetch(`${origin}/frame/${id}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(await response.text()).toContain('<p>Hello');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-scripts');
    expect(policy).not.toContain('allow-same-origin');
  });

  it('allows no scripts in its page but its own', async () => {
    const { origin } = await given();
    const policy = (await fetch(origin)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('says what is wrong with an invalid request', async () => {
    const { origin, good } = await given();
    const say = async (name: string, body: string) =>
      (await ask(`${origin}/command/${name}`, { method: 'POST', headers: good, body })).text;
    expect(await say('constructor', '{}')).toBe('There is no such command.');
    expect(await say('pass', '{"ms":-1}')).toContain('expected a whole number from 1');
    expect(await say('edit', '{"sheet":1,"cells":[[0,0,{}]]}')).toContain('expected a text');
    expect(await say('edit', '{"sheet":12345,"cells":[[0,0,"x"]]}')).toBe('This sheet has been deleted.');
    expect((await ask(`${origin}/etc/passwd`)).status).toBe(403);
    expect((await ask(`${origin}/grid/..%2f..%2fpackage.json`, { headers: good })).status).toBe(404);
  });

  it("serves Keap's pages at a separate origin, under no other host name", async () => {
    const { server, origin } = await given();
    const setup = server.play.frames;
    const { id } = setup.add({ kind: 'modal', title: '', html: 'x', width: 1, height: 1, window: undefined });
    const keapOrigin = /"keapOrigin":"([^"]+)"/.exec(setup.html(id) ?? '')?.[1] ?? '';
    expect(keapOrigin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(keapOrigin).not.toBe(origin);
    expect((await ask(`${keapOrigin}/keys`)).text).toContain('simulated-client-id');
    expect((await ask(`${keapOrigin}/keys`, { headers: { Host: 'evil.example' } })).status).toBe(403);
    expect(
      (await ask(`${keapOrigin}/macros/d/embedded-script-id/usercallback?state=x&code=y`)).text,
    ).toContain('The state token is invalid');
  });
});
