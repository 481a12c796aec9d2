/** What the user reads when Google itself fails. */
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/ui/browser/failure-text.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('failureText()', () => {
  it.each([
    ['another account', named('ScriptError', 'PERMISSION_DENIED'), 'signed in to several Google accounts'],
    [
      'another account, in a sentence',
      named('ScriptError', 'Authorization is required to perform that action.'),
      'private window',
    ],
    [
      'the same in British spelling',
      named('ScriptError', 'Authorisation is required to perform that action.'),
      'private window',
    ],
    ['six minutes', named('ScriptError', 'Exceeded maximum execution time'), 'next sync continues'],
    [
      'a limit that is used up',
      named('ScriptError', 'Service invoked too many times for one day: urlfetch.'),
      'Wait a few minutes',
    ],
    ['a lost network', named('NetworkError', 'Connection failure due to HTTP 0'), 'internet connection'],
    ['anything else', named('Error', 'We are sorry, a server error occurred.'), 'try again'],
    ['a value that is not an error', undefined, 'try again'],
  ])('says what helps with %s', (_name, error, advice) => {
    expect(failureText(error)).toContain(advice);
  });

  it("never shows Google's own text, which may contain anything", () => {
    expect(failureText(named('Error', 'token=abc'))).not.toContain('abc');
  });
});
