import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import { saveSplitRecord } from '../../../src/split-record.ts';
import { creationNotes, maxNotes, noteMs } from '../../../src/sync/find/creation-notes.ts';
import { hashOf } from '../../../src/sync/sheet/fingerprint.ts';
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

  it('keep all of them, whatever came of them, up to what fits into the store', () => {
    const properties = fakeProperties();
    let nowMs = 0;
    const notes = () => creationNotes(properties, 'app123', () => nowMs);
    const keys = Array.from({ length: maxNotes }, (_, index) => `person${index}@example.com`);
    const batches = Array.from({ length: Math.ceil(maxNotes / 64) }, (_, index) =>
      keys.slice(index * 64, index * 64 + 64),
    );
    const writer = notes();
    for (const batch of batches) {
      nowMs += 10;
      expect(writer.fullUntilMs(batch.length)).toBeUndefined();
      writer.begin(batch);
      writer.settle(
        new Map(batch.map((key, index) => [key, index % 2 === 0 ? id(2_147_483_647) : 'not-created'])),
      );
      writer.begin(batch.filter((_, index) => index % 2 === 1));
    }
    const reader = notes();
    expect(keys.filter((key) => reader.find(key) === undefined)).toEqual([]);
    expect(JSON.stringify(properties.all()).length).toBeLessThan(250_000);
    // Nothing is forgotten to make room.
    expect(notes().fullUntilMs(1)).toBe(10 + noteMs + 1);
    expect(() => notes().begin(['late@example.com'])).toThrow();
    nowMs = 10 + noteMs + 1;
    expect(notes().fullUntilMs(1)).toBeUndefined();
    nowMs += noteMs;
    notes().begin(['late@example.com']);
    expect(Object.keys(properties.all())).toEqual(['created']);
  });

  it('are read as an earlier version has stored them, in pieces', () => {
    const stored = Array.from({ length: 400 }, (_, index) => [hashOf(['app123', `p${index}`], 16), 1_000, 7]);
    const properties = fakeProperties();
    saveSplitRecord(properties, 'created', 1, { notes: stored });
    const notes = () => creationNotes(properties, 'app123', () => 2_000);
    notes().begin(['new@example.com']);
    notes().settle(new Map([['p1', id(8)]]));
    expect(notes().find('p0')).toEqual({ sentMs: 1_000, id: 7 });
    expect(notes().find('p1')).toEqual({ sentMs: 1_000, id: 8 });
    expect(notes().find('new@example.com')).toEqual({ sentMs: 2_000, id: undefined });
  });

  it.each(['{', '{"notes":"none"}', '{"notes":[1,["x"],["y","z"]]}'])('begin anew from %s', (damaged) => {
    const properties = fakeProperties({ created: damaged });
    const notes = creationNotes(properties, 'app123', () => 0);
    expect(notes.find('ana@example.com')).toBeUndefined();
    notes.begin(['ana@example.com']);
    expect(notes.find('ana@example.com')).toEqual({ sentMs: 0, id: undefined });
  });
});
