import { describe, expect, it } from 'vitest';
import { loadSplitRecord, saveSplitRecord } from '../src/split-record.ts';
import { loadRecord, saveRecord } from '../src/stored-record.ts';
import { type FakeProperties, fakeProperties } from './support/fake-properties.ts';

const list = (count: number, text: string) => ({
  list: Array.from({ length: count }, (_, index) => `${text} ${index}`),
});
const long = list(300, 'How often do you communicate to your list via email');
const longer = list(900, 'What is your favorite color of all the colors there are');
const short = list(2, 'Mail');

function stateOf(properties: FakeProperties): Record<string, string> {
  return Object.fromEntries(properties.stored);
}

describe('saveSplitRecord()', () => {
  it.each([
    ['nothing', {}],
    ['a short one', short],
    ['a long one', long],
    ['quotation marks and backslashes', list(300, '"\\'.repeat(20))],
    ['characters of two, three and four bytes', list(400, 'Größe für Bürgermeister 漢字漢字漢字 😀😀😀')],
    ['half an emoji', list(400, `lonely ${'\ud83d'.repeat(12)}`)],
    ['one text of 50,000 characters', list(1, '😀'.repeat(25_000))],
  ])('keeps %s', (_what, record) => {
    const properties = fakeProperties();
    saveSplitRecord(properties, 'key', 1, record);
    expect(loadSplitRecord(properties, 'key')).toMatchObject(record);
  });

  it('writes a record that fits into one property as it always did', () => {
    const [now, before] = [fakeProperties(), fakeProperties()];
    saveSplitRecord(now, 'key', 1, short);
    saveRecord(before, 'key', 1, short);
    expect(stateOf(now)).toEqual(stateOf(before));
    expect(loadRecord(now, 'key')).toMatchObject(short);
  });

  it.each([
    ['a short record by a long one', short, long],
    ['a long record by a short one', long, short],
    ['a long record by a longer one', long, longer],
    ['a longer record by a long one', longer, long],
  ])('replaces %s, and a kill at any write leaves one of them whole', (_what, before, after) => {
    for (const earlier of [[before], [after, before], [before, after, before]]) {
      const start = fakeProperties();
      for (const one of earlier) saveSplitRecord(start, 'key', 1, one);
      const whole = fakeProperties(stateOf(start));
      saveSplitRecord(whole, 'key', 1, after);
      expect(loadSplitRecord(whole, 'key')).toMatchObject(after);
      const writes = whole.writes.length;
      for (let deathAt = 1; deathAt <= writes; deathAt++) {
        const properties = fakeProperties(stateOf(start));
        const dying = {
          ...properties,
          set(key: string, value: string) {
            if (properties.writes.length + 1 === deathAt) throw new Error('killed');
            properties.set(key, value);
          },
        };
        expect(() => saveSplitRecord(dying, 'key', 1, after)).toThrow('killed');
        expect(loadSplitRecord(properties, 'key')).toMatchObject(before);
      }
    }
  });
});

describe('loadSplitRecord()', () => {
  it('reads the newer record when it is replaced twice between two reads', () => {
    const properties = fakeProperties();
    saveSplitRecord(properties, 'key', 1, long);
    let reads = 0;
    const interrupted = {
      get(key: string) {
        const value = properties.get(key);
        if (++reads === 1) {
          saveSplitRecord(properties, 'key', 1, short);
          saveSplitRecord(properties, 'key', 1, longer);
          saveSplitRecord(properties, 'key', 1, long);
          saveSplitRecord(properties, 'key', 1, longer);
        }
        return value;
      },
    };
    expect(loadSplitRecord(interrupted, 'key')).toMatchObject(longer);
  });

  it('reads a record with a damaged piece as none', () => {
    const properties = fakeProperties();
    saveSplitRecord(properties, 'key', 1, long);
    properties.set('key/1-2', '{"piece":7}');
    expect(loadSplitRecord(properties, 'key')).toEqual({});
  });
});
