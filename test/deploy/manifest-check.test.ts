import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestProblems, neededScopes } from '../../build/deploy/manifest-check.ts';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'appsscript.json'), 'utf8');
const sound: Readonly<Record<string, unknown>> = JSON.parse(text);
const with_ = (changes: Readonly<Record<string, unknown>>) =>
  manifestProblems(JSON.stringify({ ...sound, ...changes }));
const scopes = [...neededScopes.keys()].map((name) => `https://www.googleapis.com/auth/${name}`);

describe('manifestProblems()', () => {
  it('finds nothing wrong with the manifest that is delivered', () => {
    expect(manifestProblems(text)).toEqual([]);
  });

  it.each(['', '[]', 'null', '"text"', '{'])('refuses %j, which is no manifest', (broken) => {
    expect(manifestProblems(broken)).toEqual(['appsscript.json cannot be read: it has to be a JSON object.']);
  });

  it.each([
    [{ runtimeVersion: 'DEPRECATED_ES5' }, 'runtimeVersion has to be "V8".'],
    [{ exceptionLogging: 'NONE' }, 'exceptionLogging has to be "STACKDRIVER"'],
    [{ timeZone: '' }, 'timeZone is missing.'],
    [{ webapp: { access: 'ANYONE_ANONYMOUS' } }, '"webapp" would let others call the script'],
    [{ executionApi: { access: 'ANYONE' } }, '"executionApi" would let others call the script'],
    [{ oauthScopes: scopes.slice(1) }, 'spreadsheets.currentonly is missing, needed to read the sheet'],
    [
      { oauthScopes: [...scopes, 'https://www.googleapis.com/auth/drive'] },
      'nothing needs the scope https://www.googleapis.com/auth/drive.',
    ],
    [
      { oauthScopes: [...scopes, 'https://mail.google.com/'] },
      'nothing needs the scope https://mail.google.com/.',
    ],
    [
      { urlFetchWhitelist: ['https://api.infusionsoft.com/', 'http://api.keap.com/'] },
      '"http://api.keap.com/" in urlFetchWhitelist',
    ],
    [
      { urlFetchWhitelist: ['https://api.infusionsoft.com/', 'https://api.keap.com'] },
      '"https://api.keap.com" in',
    ],
    [
      { urlFetchWhitelist: ['https://api.infusionsoft.com/', 'https://*/'] },
      '"https://*/" in urlFetchWhitelist',
    ],
    [{ urlFetchWhitelist: ['https://api.keap.com/'] }, 'https://api.infusionsoft.com/ is missing'],
  ])('refuses %j', (changes, sentence) => {
    const problems = with_(changes);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  it('names every scope where none is asked for', () => {
    expect(with_({ oauthScopes: undefined })).toHaveLength(neededScopes.size);
  });
});
