import { describe, expect, it } from 'vitest';
import { bundleProblems } from '../../build/bundle-check.ts';
import { appsScriptGlobals } from '../../local/appsscript/realm.ts';

const problems = (code: string) =>
  bundleProblems(code, { ecmaVersion: 2019, globals: new Set(appsScriptGlobals) });

describe('bundleProblems()', () => {
  it('accepts a script that uses services only when it is called', () => {
    expect(problems('function onOpen() { SpreadsheetApp.getUi(); console.log(Date.now(), Intl); }')).toEqual(
      [],
    );
  });

  it.each([
    'setTimeout',
    'fetch',
    'URL',
    'TextEncoder',
    'atob',
    'crypto',
    'process',
    'Buffer',
    'window',
    'structuredClone',
  ])('rejects a bundle that uses %s', (name) => {
    expect(problems(`function f() { return ${name}; }`)).toEqual([
      `The bundle uses "${name}", which Apps Script does not have.`,
    ]);
  });

  it('accepts a name after typeof, and a name that the bundle defines', () => {
    expect(problems('function f(process) { return typeof Buffer + process; }')).toEqual([]);
  });

  it.each([
    'PropertiesService.getUserProperties();',
    'const ui = SpreadsheetApp.getUi();',
    'new UrlFetchApp();',
  ])('rejects a bundle that runs %s while it loads', (code) => {
    expect(problems(code).join()).toMatch(/does not load|uses/);
  });

  it('rejects a bundle that hides the use of a service', () => {
    expect(problems('try { CacheService.getUserCache(); } catch (error) {}')).toEqual([
      'The bundle uses CacheService while it loads.',
    ]);
  });

  it.each(['class A { #secret = 1; }', 'class A { static x = 1; }', 'const x = a ?? b;', 'const x = a?.b;'])(
    'rejects syntax that Apps Script may not support: %s',
    (code) => {
      expect(problems(code).join()).toContain("Apps Script's parser would reject the bundle");
    },
  );

  it('rejects a bundle that throws while it loads', () => {
    expect(problems('throw new Error("early");')).toEqual(['The bundle does not load: Error: early']);
  });
});
