import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import { creationNotes, noteMs } from '../../../src/sync/find/creation-notes.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const id = (number: number) => number as ContactId;

describe('creationNotes()', () => {
  it('remember for an hour, over all executions, what was sent and what came of it', () => {
    const properties = fakeProperties();
    let nowMs = 1_000;
    const notes = () => creationNotes(properties, 'app123', () => nowMs);
    notes().begin(['ana@example.com', 'bea@example.com', 'cleo@example.com']);
    expect(properties.writes).toEqual(['set created']);
    notes().settle(
      new Map<string, ContactId | 'not-created'>([
        ['ana@example.com', id(4)],
        ['bea@example.com', 'not-created'],
      ]),
    );
    nowMs += noteMs;
    expect(notes().find('ana@example.com')).toEqual({ sentMs: 1_000, id: 4 });
    expect(notes().find('bea@example.com')).toBeUndefined();
    expect(notes().find('cleo@example.com')).toEqual({ sentMs: 1_000, id: undefined });
    nowMs += 1;
    expect(notes().find('ana@example.com')).toBeUndefined();
    expect(notes().find('cleo@example.com')).toBeUndefined();
  });

  it('belong to one Keap account, and hold no address', () => {
    const properties = fakeProperties();
    creationNotes(properties, 'app123', () => 0).begin(['ana@example.com']);
    expect(creationNotes(properties, 'app999', () => 0).find('ana@example.com')).toBeUndefined();
    expect(JSON.stringify(properties.all())).not.toContain('ana');
  });

  it('keep all of those whose outcome nobody knows, however many there are', () => {
    const properties = fakeProperties();
    const keys = Array.from({ length: 1_000 }, (_, index) => `person${index}@example.com`);
    creationNotes(properties, 'app123', () => 0).begin(keys);
    const notes = creationNotes(properties, 'app123', () => 0);
    expect(keys.every((key) => notes.find(key) !== undefined)).toBe(true);
  });

  it.each(['{', '{"notes":"none"}', '{"notes":[1,["x"],["y","z"]]}'])('begin anew from %s', (damaged) => {
    const properties = fakeProperties({ created: damaged });
    const notes = creationNotes(properties, 'app123', () => 0);
    expect(notes.find('ana@example.com')).toBeUndefined();
    notes.begin(['ana@example.com']);
    expect(notes.find('ana@example.com')).toEqual({ sentMs: 0, id: undefined });
  });
});
