/** The language: names, syntax, time and errors. */
import type { Json } from '../../question.ts';
import { byName, exceptionText, thrownBy } from './answers.ts';
import type { Probe } from './probe.ts';

const realm = ['local/appsscript/realm.ts', 'build/bundle-check.ts'];

const absent = [
  ...['setTimeout', 'setInterval', 'TextEncoder', 'TextDecoder', 'fetch', 'URL', 'URLSearchParams', 'Blob'],
  ...['FormData', 'atob', 'btoa', 'crypto', 'performance', 'process', 'structuredClone', 'queueMicrotask'],
  ...['AbortController', 'window', 'document', 'require', 'WebAssembly', 'SharedArrayBuffer', 'Atomics'],
];
const present = [
  ...[
    'console',
    'Intl',
    'Promise',
    'BigInt',
    'Proxy',
    'Reflect',
    'WeakMap',
    'WeakRef',
    'Symbol',
    'globalThis',
  ],
  ...['FinalizationRegistry', 'encodeURIComponent', 'escape', 'Uint8Array', 'BigInt64Array'],
];

/** Snippets that every Node from version 20 on can read. */
const snippets: readonly (readonly [string, string])[] = [
  ['optional chaining', 'return ({ a: { b: 1 } })?.a?.b'],
  ['nullish coalescing', 'return null ?? 1'],
  ['nullish assignment', 'let a = null; a ??= 1; return a'],
  ['numeric separators', 'return 1_000'],
  ['public class field', 'return new (class { a = 1 })().a'],
  ['private class field', 'return new (class { #a = 1; get() { return this.#a } })().get()'],
  ['static class field', 'return (class { static a = 1 }).a'],
  ['static block', 'let a; class B { static { a = 1 } } return a'],
  ['named groups', 'return /(?<a>b)/.exec("b").groups.a'],
  ['lookbehind', 'return /(?<=a)b/.test("ab")'],
  ['property escapes', 'return /\\p{L}/u.test("é")'],
  ['matchAll', 'return [..."aa".matchAll(/a/g)].length'],
  ['replaceAll', 'return "aa".replaceAll("a", "b")'],
  ['Array.at', 'return [1].at(-1)'],
  ['Object.fromEntries', 'return Object.fromEntries([["a", 1]]).a'],
  ['Object.hasOwn', 'return Object.hasOwn({ a: 1 }, "a")'],
  ['Array.findLast', 'return [1].findLast(Boolean)'],
  ['Array.toSorted', 'return [1].toSorted()[0]'],
  ['error cause', 'return new Error("a", { cause: 1 }).cause'],
  ['normalize', 'return "e\\u0301".normalize().length'],
];

export const realmProbes: readonly Probe[] = [
  {
    id: 'realm/absent-names',
    question: 'Which of these names that browsers and Node have are there?',
    reliesOn: realm,
    promises: [],
    assumed: [],
    ask: () => absent.filter((name) => name in globalThis),
  },
  {
    id: 'realm/present-names',
    question: 'Which of these names of the language are missing?',
    reliesOn: realm,
    promises: [],
    assumed: [],
    ask: () => present.filter((name) => !(name in globalThis)),
  },
  {
    id: 'realm/syntax',
    question: 'Which syntax and methods does the engine run, when code is compiled at run time?',
    reliesOn: ['local/appsscript/syntax.ts', 'build/bundle-check.ts'],
    promises: [],
    assumed: {
      'Array.at': true,
      'Array.findLast': true,
      'Array.toSorted': true,
      'Object.fromEntries': true,
      'Object.hasOwn': true,
      'error cause': true,
      lookbehind: true,
      matchAll: true,
      'named groups': true,
      normalize: true,
      'nullish assignment': true,
      'nullish coalescing': true,
      'numeric separators': true,
      'optional chaining': true,
      'private class field': true,
      'property escapes': true,
      'public class field': true,
      replaceAll: true,
      'static block': true,
      'static class field': true,
    },
    ask: () =>
      byName(
        snippets.map(([name, code]): [string, Json] => {
          try {
            return [name, new Function(code)() !== undefined];
          } catch (error) {
            return [name, error instanceof SyntaxError ? 'refused' : 'missing'];
          }
        }),
      ),
  },
  {
    id: 'realm/exceptions-of-services',
    question: 'Are the exceptions of services Errors, how are they called, and which properties have they?',
    reliesOn: ['local/appsscript/service-object.ts', 'local/appsscript/bootstrap.js'],
    promises: ['R8'],
    assumed: {
      constructor: 'Error',
      'has a stack': true,
      name: 'Exception',
      'own names': ['name'],
      text: 'Exception: The starting row of the range is too small.',
    },
    ask() {
      try {
        SpreadsheetApp.getActiveSpreadsheet().getSheets()[0]?.getRange(0, 0);
        return 'nothing';
      } catch (error) {
        if (!(error instanceof Error)) return 'not an Error';
        return {
          name: error.name,
          constructor: error.constructor.name,
          text: exceptionText(error),
          'own names': Object.keys(error).sort(),
          'has a stack': typeof error.stack === 'string',
        };
      }
    },
  },
  {
    id: 'realm/unknown-method',
    question: 'What does a script get that calls a method which a service does not have?',
    reliesOn: ['local/appsscript/bootstrap.js', 'local/appsscript/execution.ts'],
    promises: [],
    assumed: 'TypeError: SpreadsheetApp.noSuchMethod is not a function',
    notSimulated: 'The emulator names the method that it lacks.',
    ask() {
      const app: unknown = SpreadsheetApp;
      return thrownBy(() => (app as { noSuchMethod(): void }).noSuchMethod());
    },
  },
  {
    id: 'realm/enums',
    question: 'Can values of enums be compared, and how are they written as texts?',
    reliesOn: ['local/appsscript/enums.ts'],
    promises: [],
    assumed: { json: '{"mode":{}}', same: true, text: 'FULL' },
    ask() {
      const { FULL } = ScriptApp.AuthMode;
      const again = ScriptApp.AuthMode.FULL;
      return { same: FULL === again, text: String(FULL), json: JSON.stringify({ mode: FULL }) };
    },
  },
  {
    id: 'realm/promises',
    question: 'Do microtasks run only after the function that started them has returned?',
    reliesOn: ['local/appsscript/worker.mjs'],
    promises: [],
    assumed: { 'done during the function': false },
    ask() {
      let isDone = false;
      void Promise.resolve().then(() => {
        isDone = true;
      });
      Utilities.sleep(10);
      return { 'done during the function': isDone };
    },
  },
  {
    id: 'realm/time-zones',
    question: 'Does Intl know time zones?',
    reliesOn: ['local/appsscript/realm.ts', 'src/ui/server/connection-view.ts'],
    promises: [],
    assumed: ['07:00', '17:30'],
    ask: () =>
      ['America/New_York', 'Asia/Kolkata'].map((timeZone) =>
        new Intl.DateTimeFormat('en-US', {
          timeZone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(new Date(Date.UTC(2026, 0, 31, 12))),
      ),
  },
  {
    id: 'realm/digests',
    question: 'Are the bytes of digests signed, and which alphabets have the encodings?',
    reliesOn: ['local/appsscript/services/utilities.ts'],
    promises: ['R5'],
    assumed: {
      base64: '//79/A==',
      digest: [74, -103, 85, 126],
      'not encoded': 'Exception: Could not decode string.',
      'web safe': '__79_A==',
    },
    ask: () => ({
      digest: Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, 'é', Utilities.Charset.UTF_8).slice(
        0,
        4,
      ),
      base64: Utilities.base64Encode([-1, -2, -3, -4]),
      'web safe': Utilities.base64EncodeWebSafe([-1, -2, -3, -4]),
      'not encoded': thrownBy(() => Utilities.base64Decode('***')),
    }),
  },
  {
    id: 'realm/longest-sleep',
    question: 'With which words is a sleep of more than five minutes refused?',
    reliesOn: ['local/appsscript/services/utilities.ts'],
    promises: [],
    assumed: 'Exception: Argument must be between 0 and 300000: milliseconds',
    ask: () => thrownBy(() => Utilities.sleep(300_001)),
  },
];
