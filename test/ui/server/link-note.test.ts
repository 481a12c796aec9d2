import { describe, expect, it } from 'vitest';
import type { AccessState } from '../../../src/keap/auth/access.ts';
import { linkNote } from '../../../src/ui/server/link-note.ts';

const host = 'app123.infusionsoft.com';
const nameless = 'a Keap account without a name';
const oauth = (account: string): AccessState => ({
  credential: 'oauth',
  connection: { kind: 'connected', account, sinceMs: 0, renewedAtMs: 0, expiresAtMs: 0 },
});
const notConnected: AccessState = { credential: 'oauth', connection: { kind: 'not-connected' } };
const key = (account: string): AccessState => ({
  ...{ credential: 'key', account, application: '', isXmlRpcOnly: false },
  ...{ connectedAtMs: 0, refusedAtMs: undefined },
});

describe('linkNote()', () => {
  it.each([
    ['a connection', oauth(host), ''],
    ['a key', key(host), ''],
    ['the connection of another person', notConnected, host],
  ])('is empty where %s names the host', (_, state, documentAccount) => {
    expect(linkNote(state, documentAccount)).toBe('');
  });

  it.each([
    ['nobody has connected', notConnected, '', 'Connect to Keap first'],
    ['a connection has not told it', oauth('full'), 'full', 'at least once a day'],
    ['a key has not told it', key(nameless), nameless, 'disconnect, then connect with a client id'],
    ["another person's key has not told it", notConnected, nameless, 'links, connect with a client id'],
  ])('says what to do where %s', (_, state, documentAccount, advice) => {
    expect(linkNote(state, documentAccount)).toContain(advice);
    expect(linkNote(state, documentAccount)).toContain('no links are written');
  });
});
