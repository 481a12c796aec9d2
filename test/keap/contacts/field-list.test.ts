import { describe, expect, it } from 'vitest';
import { fieldListStore, type LabelledField, labelledField } from '../../../src/keap/contacts/field-list.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const hourMs = 60 * 60 * 1000;

function described(name: string, label: string, options: readonly string[] = []): LabelledField {
  const field = labelledField({ name, label, type: 'DROPDOWN', options });
  if (field === undefined) throw new Error(`No column can name ${name}.`);
  return field;
}

function givenStore() {
  const properties = fakeProperties();
  let nowMs = Date.UTC(2026, 10, 26);
  return {
    properties,
    store: (account = 'app123') => fieldListStore({ properties, account, nowMs: () => nowMs }),
    wait: (hours: number) => {
      nowMs += hours * hourMs;
    },
  };
}

describe('labelledField()', () => {
  it('keeps the first options and how many there are', () => {
    const options = Array.from({ length: 300 }, (_, index) => `Option ${index}`);
    expect(described('_Plan', 'Plan', options)).toMatchObject({ optionCount: 300 });
    expect(described('_Plan', 'Plan', options).options).toHaveLength(12);
  });

  it('calls a field without a label by its name, and puts a label on one line', () => {
    expect(described('_Plan', ' ').label).toBe('_Plan');
    expect(described('_Plan', 'Which\n plan?').label).toBe('Which plan?');
  });

  it('leaves out a field that no column can name', () => {
    expect(labelledField({ name: '_Größe', label: 'Größe', type: 'TEXT', options: [] })).toBeUndefined();
  });
});

describe('fieldListStore()', () => {
  it('gives the fields of the account for a day, and says afterwards that they are old', () => {
    const { store, wait } = givenStore();
    const fields = [described('_Color', 'Favourite “colour” 🎨', ['Red', 'Green'])];
    expect(store().load()).toBeUndefined();
    store().save(fields);
    expect(store().load()).toEqual({ fields, isFresh: true });
    wait(21);
    expect(store().load()).toEqual({ fields, isFresh: false });
  });

  it('gives none of another account', () => {
    const { store } = givenStore();
    store().save([described('_Color', 'Colour')]);
    expect(store('app456').load()).toBeUndefined();
  });

  it('keeps hundreds of fields in properties of the size that Google allows, without options where they are long', () => {
    const { store, properties } = givenStore();
    const options = Array.from({ length: 12 }, (_, index) => `${'🙂'.repeat(50)}${index}`);
    const fields = Array.from({ length: 300 }, (_, index) =>
      described(`_Field${index}`, `“Label” \\ ${'ü'.repeat(60)} ${index}`, options),
    );
    store().save(fields);
    expect(store().load()?.fields).toEqual(fields.map((field) => ({ ...field, options: [] })));
    const sizes = properties.keys().map((key) => Buffer.byteLength(properties.get(key) ?? ''));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(9 * 1024);
  });

  it('takes a damaged record for none', () => {
    const { store, properties } = givenStore();
    properties.set('field-list', '{"version":1,"account":"app123","atMs":1,"fields":[{"name":7},null]}');
    expect(store().load()?.fields).toEqual([]);
    properties.set('field-list', '{"vers');
    expect(store().load()).toBeUndefined();
  });
});
