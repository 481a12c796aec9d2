/** Results that people hand in: complete, cut off, of other versions, or something else. */
import { expect, it } from 'vitest';
import { type ProbeResult, readResult, resultText } from '../../../local/probe/result.ts';

const complete: ProbeResult = {
  ...{ format: 1, asks: 'keap', version: 1, askedOf: 'Keap', askedAt: '2026-11-26', api: 'REST v2' },
  about: { b: '1', a: '2' },
  answers: { 'rest/b': { z: 1, a: [{ y: 1, x: 2 }] }, 'rest/a': 1 },
};

it('reads what it has written, with names in order', () => {
  const text = resultText(complete);
  expect(readResult(text)).toEqual({ kind: 'result', result: complete });
  expect([...text.matchAll(/"(rest\/[ab]|[axyz])"/g)].map(([, name]) => name)).toEqual([
    'a',
    'rest/a',
    'rest/b',
    'a',
    'x',
    'y',
    'z',
  ]);
  expect(resultText({ ...complete, answers: { 'rest/a': 1, 'rest/b': { a: [{ x: 2, y: 1 }], z: 1 } } })).toBe(
    text,
  );
});

it('refuses a text that was cut off at any place', () => {
  const text = resultText(complete).trim();
  for (let length = 0; length < text.length; length++) {
    expect(readResult(text.slice(0, length)).kind).toBe('unusable');
  }
});

it.each<[string, unknown, RegExp]>([
  ['a newer format', { ...complete, format: 2 }, /newer version.*Update this project/],
  ['an older format', { ...complete, format: 0 }, /older version.*Run the probe again/],
  ['other JSON', { contacts: [] }, /not the result of a probe/],
  ['a list', [complete], /not the result of a probe/],
  ['null', null, /not the result of a probe/],
  ['an unknown service', { ...complete, asks: 'mail' }, /no answers of Google or Keap/],
  ['no answers', { ...complete, answers: null }, /no answers of Google or Keap/],
])('refuses %s with a sentence', (_name, value, sentence) => {
  expect(readResult(JSON.stringify(value))).toMatchObject({
    kind: 'unusable',
    sentence: expect.stringMatching(sentence),
  });
});

it('reads a result of older questions, which says little about itself', () => {
  const { format, asks, answers } = complete;
  expect(readResult(JSON.stringify({ format, asks, answers }))).toEqual({
    kind: 'result',
    result: {
      format,
      asks,
      answers,
      version: 0,
      askedOf: 'unknown',
      askedAt: 'unknown',
      api: 'unknown',
      about: {},
    },
  });
});
