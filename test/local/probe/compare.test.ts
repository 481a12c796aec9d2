/** Comparing results: with what is assumed, and with each other. */
import { describe, expect, it } from 'vitest';
import { compare, comparisonText, isSame } from '../../../local/probe/compare.ts';
import type { Json, Question } from '../../../local/probe/question.ts';
import type { ProbeResult } from '../../../local/probe/result.ts';

const question = (id: string, assumed: Json, more: Partial<Question> = {}): Question => ({
  id,
  question: `Is it ${id}?`,
  assumed,
  reliesOn: [`local/${id}.ts`],
  promises: ['R1'],
  ...more,
});

const result = (answers: Readonly<Record<string, Json>>, more: Partial<ProbeResult> = {}): ProbeResult => ({
  ...{
    format: 1,
    asks: 'google',
    version: 1,
    askedOf: 'Google Apps Script',
    askedAt: '2026-11-26',
    api: 'V8',
  },
  about: { locale: 'en' },
  answers,
  ...more,
});

const exception = (words: string): Json => ({ text: `at the write: Exception: ${words}` });

describe('compare()', () => {
  it('tells same, different, new and open answers apart', () => {
    const questions = [
      question('a', { x: [1, 'b'] }),
      question('b', true),
      question('c', 1),
      question('d', 1),
    ];
    const given = result({ a: { x: [1, 'b'] }, b: false, d: { notAsked: 'No editor.' }, later: 1 });
    const { same, different, unknown, open } = compare(given, questions);
    expect(same).toEqual(['a']);
    expect(different.map((one) => [one.question.id, one.expected, one.answer])).toEqual([['b', true, false]]);
    expect(unknown).toEqual(['later']);
    expect(open).toEqual(['c', 'd']);
  });

  it('takes any words of an exception where the account is not in English', () => {
    const questions = [question('a', exception('Not allowed.')), question('b', exception('No.'))];
    const given = (locale: string) =>
      result({ a: exception('Non autorisé.'), b: 'not refused' }, { about: { locale } });
    expect(compare(given('fr'), questions).same).toEqual(['a']);
    expect(compare(given('en-GB'), questions).same).toEqual([]);
    expect(compare(given('fr'), questions).different.map((one) => one.question.id)).toEqual(['b']);
  });

  it('compares words whatever the language at Keap', () => {
    const questions = [question('a', exception('Not allowed.'))];
    const given = result({ a: exception('Other.') }, { asks: 'keap', about: {} });
    expect(compare(given, questions).different).toHaveLength(1);
  });

  it('compares with an earlier result, and leaves open what that one does not answer', () => {
    const earlier = result({ a: 2 });
    const given = result({ a: 2, b: 1 });
    const comparison = compare(given, [question('a', 1), question('b', 1)], ({ id }) => earlier.answers[id]);
    expect(comparison).toEqual({ same: ['a'], different: [], unknown: [], open: ['b'] });
  });

  it.each<[Json, Json, number, boolean]>([
    [250, 600, 3, true],
    [250, 800, 3, false],
    [800, 250, 3, false],
    [0, 50, 3, true],
    [250, 251, 1, false],
    [{ a: 100 }, { a: 290 }, 3, true],
    [{ a: 1 }, { a: 1, b: 1 }, 1, false],
    [{ a: 1, b: 1 }, { a: 1 }, 1, false],
    [[1], [1, 2], 1, false],
    [[], {}, 1, false],
    [null, {}, 1, false],
    [null, null, 1, true],
    ['1', 1, 1, false],
  ])('%j and %j within a factor of %d: %s', (one, other, tolerance, expected) => {
    expect(isSame(one, other, tolerance)).toBe(expected);
  });
});

describe('comparisonText()', () => {
  it('names what rests on an assumption that is wrong', () => {
    const questions = [question('sheets/a', 1, { playedBy: 'Behavior.switch' })];
    const text = comparisonText(compare(result({ 'sheets/a': 2, other: 1 }), questions), 'assumed');
    expect(text).toContain('different: sheets/a\n  Is it sheets/a?\n  assumed: 1\n  answered: 2\n');
    expect(text).toContain('Behavior.switch');
    expect(text).toContain('local/sheets/a.ts');
    expect(text).toContain('Promises: R1');
    expect(text).toContain('new: other');
    expect(text).toMatch(/Same: 0\. Different: 1\. New: 1\. Not asked: 0\.$/);
  });
});
