import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenStore } from '../../src/oauth/token-store.ts';
import { fakeProperties } from '../support/fake-properties.ts';
import { firstToken, shown } from './given-connected.ts';

const token = firstToken(1_000_000);

function given(initial: Readonly<Record<string, string>> = {}) {
  const properties = fakeProperties(initial);
  return { properties, store: tokenStore(properties, 'doc/') };
}

describe('tokenStore()', () => {
  it('returns the pair that it saved in one write', () => {
    const { store, properties } = given();
    expect(store.load()).toEqual({ kind: 'none' });
    store.save(token);
    const stored = store.load();
    expect(stored.kind === 'token' && shown(stored.token)).toBe('access-first');
    expect(JSON.parse(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify({ kind: 'token', token })));
    expect(properties.writes).toEqual(['set doc/token']);
  });

  it.each([
    ['nothing', ''],
    ['half a text', '{"version":1,"accessToken":"a","refr'],
    ['no object', '"text"'],
    ['null', 'null'],
    ['an array', '[]'],
    ['half a pair', '{"accessToken":"a","expiresAtMs":1,"obtainedAtMs":1,"connectedAtMs":1,"scope":""}'],
    [
      'an empty token',
      '{"accessToken":"","refreshToken":"r","expiresAtMs":1,"obtainedAtMs":1,"connectedAtMs":1,"scope":""}',
    ],
    [
      'an invalid time',
      '{"accessToken":"a","refreshToken":"r","expiresAtMs":null,"obtainedAtMs":1,"connectedAtMs":1,"scope":""}',
    ],
  ])('treats %s as damaged', (_name, text) => {
    expect(given({ 'doc/token': text }).store.load()).toEqual({ kind: 'damaged' });
  });

  it('never throws, whatever is stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { store } = given({
          'doc/token': text,
          'doc/refusal': text,
          'doc/failing': text,
          'doc/rotation': text,
          'doc/consent': text,
        });
        store.refusalOf(token);
        store.failureOf(token);
        store.rotationNoteOf(token);
        store.consentBegunMs();
        expect(store.load().kind).toBe('damaged');
      }),
    );
  });

  it('keeps each note for the pair that it belongs to', () => {
    const { store, properties } = given();
    const ofTokenMs = token.obtainedAtMs;
    store.noteRefusal({ sinceMs: 1, code: 'invalid_grant', ofTokenMs, wasCutOff: true });
    store.noteFailure({ sinceMs: 2, why: 'client-refused', ofTokenMs });
    store.saveRotationNote({ sinceMs: 3, ofTokenMs });
    expect(store.refusalOf(token)).toMatchObject({ sinceMs: 1, wasCutOff: true });
    expect(store.failureOf(token)).toMatchObject({ sinceMs: 2, why: 'client-refused' });
    expect(store.rotationNoteOf(token)).toMatchObject({ sinceMs: 3 });
    const next = firstToken(ofTokenMs + 1);
    const writes = properties.writes.length;
    expect([store.refusalOf(next), store.failureOf(next), store.rotationNoteOf(next)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(properties.writes).toHaveLength(writes);
  });

  it('removes everything of its own document and nothing of another', () => {
    const { store, properties } = given();
    const other = tokenStore(properties, 'other/');
    other.save(token);
    store.save(token);
    store.noteRefusal({ sinceMs: 1, code: 'x', ofTokenMs: 1, wasCutOff: false });
    store.noteFailure({ sinceMs: 1, why: 'unavailable', ofTokenMs: 1 });
    store.saveRotationNote({ sinceMs: 1, ofTokenMs: 1 });
    store.noteConsentBegun(1);
    store.remove();
    expect([...properties.stored.keys()]).toEqual(['other/token']);
  });
});
