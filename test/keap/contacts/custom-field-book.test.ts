import { describe, expect, it } from 'vitest';
import { customFieldBook } from '../../../src/keap/contacts/custom-field-book.ts';
import { type AccountField, customFieldStore } from '../../../src/keap/contacts/custom-field-store.ts';
import { noAnswer } from '../../../src/keap/contacts/messages.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const hourMs = 60 * 60 * 1000;
const color: AccountField = { id: '7', type: 'DROPDOWN', options: ['Red', 'Green'] };
const size: AccountField = { id: '9', type: 'WHOLE_NUMBER', options: [] };

/** One document over many executions, each with a book of its own. */
function givenDocument() {
  const properties = fakeProperties();
  let nowMs = Date.UTC(2026, 10, 26);
  let fetches = 0;
  let inKeap: ReadonlyMap<string, AccountField> | undefined = new Map([
    ['_Color', color],
    ['_Size', size],
  ]);
  return {
    book: (account = 'app123') =>
      customFieldBook({
        api: 'REST v2',
        store: customFieldStore({ properties, account, nowMs: () => nowMs }),
        fetch() {
          fetches++;
          const fields = inKeap;
          return fields === undefined ? noAnswer : { get: (name) => fields.get(name), all: [] };
        },
      }),
    wait: (hours: number) => {
      nowMs += hours * hourMs;
    },
    set: (fields: ReadonlyMap<string, AccountField> | undefined) => {
      inKeap = fields;
    },
    fetches: () => fetches,
  };
}

describe('find()', () => {
  it('asks Keap once a day for the fields that a sheet names', () => {
    const { book, wait, fetches } = givenDocument();
    expect(book().find(['Email', '_Color']).fields).toEqual(new Map([['_Color', color]]));
    wait(5);
    expect(book().find(['_Color']).fields).toEqual(new Map([['_Color', color]]));
    expect(fetches()).toBe(1);
    wait(19);
    book().find(['_Color']);
    expect(fetches()).toBe(2);
  });

  it('asks nothing for fields that every account has', () => {
    const { book, fetches } = givenDocument();
    expect(book().find(['Email', 'Birthday'])).toEqual({ fields: new Map() });
    expect(fetches()).toBe(0);
  });

  it('asks for a field that is not known in each execution, and once in one', () => {
    const { book, fetches } = givenDocument();
    for (let execution = 1; execution <= 2; execution++) {
      const one = book();
      for (let time = 1; time <= 3; time++) expect(one.find(['_Nowhere', '_Color']).fields.size).toBe(1);
      expect(fetches()).toBe(execution);
    }
  });

  it('keeps the fields of one account from those of another', () => {
    const { book, fetches } = givenDocument();
    book('app123').find(['_Color']);
    book('app456').find(['_Color']);
    expect(fetches()).toBe(2);
  });

  it('goes by what it knew where Keap does not tell, and says why of the rest', () => {
    const { book, wait, set } = givenDocument();
    book().find(['_Color']);
    wait(24);
    set(undefined);
    expect(book().find(['_Color', '_Size'])).toEqual({
      fields: new Map([['_Color', color]]),
      failure: noAnswer,
    });
  });

  it('forgets a field that was deleted, and sees a new option, a day later', () => {
    const { book, wait, set } = givenDocument();
    book().find(['_Color', '_Size']);
    set(new Map([['_Color', { ...color, options: ['Blue'] }]]));
    wait(24);
    const { fields } = book().find(['_Color', '_Size']);
    expect([...fields]).toEqual([['_Color', { ...color, options: ['Blue'] }]]);
  });
});

describe('lookAgain()', () => {
  it('asks Keap for what is known, unless it has been asked in this execution', () => {
    const { book, set, fetches } = givenDocument();
    const first = book();
    first.find(['_Color']);
    expect(first.lookAgain()).toBe(false);
    set(new Map([['_Color', { ...color, options: ['Blue'] }]]));
    const second = book();
    second.find(['_Color']);
    expect(second.lookAgain()).toBe(true);
    expect(second.find(['_Color']).fields.get('_Color')?.options).toEqual(['Blue']);
    expect(fetches()).toBe(2);
  });
});
