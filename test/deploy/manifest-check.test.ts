import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestProblems, neededScopes } from '../../build/deploy/manifest-check.ts';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'appsscript.json'), 'utf8');
const delivered: Readonly<Record<string, unknown>> = JSON.parse(text);
const with_ = (changes: Readonly<Record<string, unknown>>) =>
  manifestProblems(JSON.stringify({ ...delivered, ...changes }));
const scopes = [...neededScopes.keys()].map((name) => `https://www.googleapis.com/auth/${name}`);

describe('manifestProblems()', () => {
  it('accepts the delivered manifest', () => {
    expect(manifestProblems(text)).toEqual([]);
  });

  it.each(['', '[]', 'null', '"text"', '{'])('rejects %j, which is not a manifest', (broken) => {
    expect(manifestProblems(broken)).toEqual(['appsscript.json cannot be read: it must be a JSON object.']);
  });

  it.each([
    [{ runtimeVersion: 'DEPRECATED_ES5' }, 'runtimeVersion must be "V8".'],
    [{ exceptionLogging: 'NONE' }, 'exceptionLogging must be "STACKDRIVER"'],
    [{ timeZone: '' }, 'timeZone is missing.'],
    [{ webapp: { access: 'ANYONE_ANONYMOUS' } }, '"webapp" would let others call the script'],
    [{ executionApi: { access: 'ANYONE' } }, '"executionApi" would let others call the script'],
    [{ oauthScopes: scopes.slice(1) }, 'spreadsheets.currentonly is missing. It is needed to read the sheet'],
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
    [
      { urlFetchWhitelist: ['https://api.keap.com/'] },
      'https://api.infusionsoft.com/ is missing from urlFetchWhitelist',
    ],
  ])('rejects %j', (changes, sentence) => {
    const problems = with_(changes);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  it('names every scope if none is requested', () => {
    expect(with_({ oauthScopes: undefined })).toHaveLength(neededScopes.size);
  });
});
