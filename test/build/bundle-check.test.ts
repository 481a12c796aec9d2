import { describe, expect, it } from 'vitest';
import { bundleProblems } from '../../build/bundle-check.ts';
import { appsScriptGlobals } from '../../local/appsscript/realm.ts';

const problems = (code: string) =>
  bundleProblems(code, { ecmaVersion: 2019, globals: new Set(appsScriptGlobals) });

describe('bundleProblems()', () => {
  it('lets a script pass that touches services only when it is called', () => {
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
  ])('refuses a bundle that names %s', (name) => {
    expect(problems(`function f() { return ${name}; }`)).toEqual([
      `The bundle names "${name}", which Apps Script does not have.`,
    ]);
  });

  it('takes a typeof for what it is, and a name of its own for its own', () => {
    expect(problems('function f(process) { return typeof Buffer + process; }')).toEqual([]);
  });

  it.each([
    'PropertiesService.getUserProperties();',
    'const ui = SpreadsheetApp.getUi();',
    'new UrlFetchApp();',
  ])('refuses a bundle that does %s while it loads', (code) => {
    expect(problems(code).join()).toMatch(/does not load|touches/);
  });

  it('refuses a bundle that hides the touching', () => {
    expect(problems('try { CacheService.getUserCache(); } catch (error) {}')).toEqual([
      'The bundle touches CacheService while it loads.',
    ]);
  });

  it.each(['class A { #secret = 1; }', 'class A { static x = 1; }', 'const x = a ?? b;', 'const x = a?.b;'])(
    'refuses what the parser of Apps Script is not trusted with: %s',
    (code) => {
      expect(problems(code).join()).toContain("The platform's parser refuses the bundle");
    },
  );

  it('refuses a bundle that throws while it loads', () => {
    expect(problems('throw new Error("early");')).toEqual(['The bundle does not load: Error: early']);
  });
});
