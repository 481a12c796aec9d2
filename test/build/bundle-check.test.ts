import { describe, expect, it } from 'vitest';
import { bundleProblems, type NameException } from '../../build/bundle-check.ts';
import { distFiles, nameExceptions } from '../../build/dist-files.ts';
import { serverBundle } from '../../build/server-bundle.ts';
import { appsScriptGlobals } from '../../local/appsscript/realm.ts';

const problems = (code: string, exceptions: readonly NameException[] = []) =>
  bundleProblems(code, { ecmaVersion: 2019, globals: new Set(appsScriptGlobals), exceptions });

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

  describe('with an exception for one name in one package', () => {
    const exception = { package: '@a/parser', identifier: 'Buffer', because: 'typeof guards it' };
    const bundleOf = (...modules: readonly [path: string, code: string][]) =>
      `(() => {\n${modules.map(([path, code]) => `  // ${path}\n  ${code}`).join('\n')}\n})();`;
    const refusal = (name: string) => [`The bundle uses "${name}", which Apps Script does not have.`];
    const buffer = 'function f() { return typeof Buffer !== "undefined" && Buffer.isBuffer(1); }';

    it.each(['node_modules/@a/parser/src/a.js', 'node_modules/b/node_modules/@a/parser/a.js'])(
      'accepts the name in %s',
      (path) => {
        const code = bundleOf(['src/main.ts', ''], [path, buffer], ['src/app.ts', '']);
        expect(problems(code, [exception])).toEqual([]);
        expect(problems(code)).toEqual(refusal('Buffer'));
      },
    );

    it.each([
      'src/app.ts',
      'src/node_modules.ts',
      'node_modules/@a/parser-more/a.js',
      'node_modules/@a/other/a.js',
      'node_modules/parser/a.js',
      'node_modules/@a/parser/node_modules/b/a.js',
    ])('refuses the name in %s, even next to that package', (path) => {
      const permitted: [string, string] = ['node_modules/@a/parser/src/a.js', buffer];
      const refused: [string, string] = [path, buffer];
      expect(problems(bundleOf(permitted, refused), [exception])).toEqual(refusal('Buffer'));
      expect(problems(bundleOf(refused, permitted), [exception])).toEqual(refusal('Buffer'));
    });

    it('refuses any other name in that package', () => {
      const code = bundleOf(['node_modules/@a/parser/a.js', 'function f() { return process.env; }']);
      expect(problems(code, [exception])).toEqual(refusal('process'));
    });

    it('is not fooled by a string or a block comment that looks like the path of a module', () => {
      const disguise = '/* node_modules/@a/parser/a.js */ var s = `\n  // node_modules/@a/parser/a.js\n`;';
      expect(problems(bundleOf(['src/app.ts', `${disguise} ${buffer}`]), [exception])).toEqual(
        refusal('Buffer'),
      );
    });
  });

  it('needs each exception in the build, and no others', async () => {
    await expect(distFiles()).resolves.toBeDefined();
    const { code } = await serverBundle();
    for (const exception of nameExceptions) {
      const others = nameExceptions.filter((other) => other !== exception);
      expect(problems(code, others)).toEqual([
        `The bundle uses "${exception.identifier}", which Apps Script does not have.`,
      ]);
    }
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
