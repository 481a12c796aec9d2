import { describe, expect, it } from 'vitest';
import { failureSentence } from '../../../src/ui/sidebar/failure-sentence.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('failureSentence()', () => {
  it.each([
    ['another account', named('ScriptError', 'PERMISSION_DENIED'), 'signed in to several Google accounts'],
    [
      'another account, in words',
      named('ScriptError', 'Authorization is required to perform that action.'),
      'private window',
    ],
    [
      'the same in British',
      named('ScriptError', 'Authorisation is required to perform that action.'),
      'private window',
    ],
    ['six minutes', named('ScriptError', 'Exceeded maximum execution time'), 'next sync goes on'],
    [
      'a spent quota',
      named('ScriptError', 'Service invoked too many times for one day: urlfetch.'),
      'Wait a few minutes',
    ],
    [
      'a lost network',
      named('NetworkError', 'Connection failure due to HTTP 0'),
      'connection to the internet',
    ],
    ['anything else', named('Error', 'We are sorry, a server error occurred.'), 'try again'],
    ['no error at all', undefined, 'try again'],
  ])('says what helps against %s', (_words, error, advice) => {
    expect(failureSentence(error)).toContain(advice);
  });

  it("never shows Google's own text, which may hold anything", () => {
    expect(failureSentence(named('Error', 'token=abc'))).not.toContain('abc');
  });
});
