/** The realm of a script: what it has, and what it must never reach. */
import { describe, expect, it } from 'vitest';
import { appsScriptGlobals } from '../../../local/appsscript/realm.ts';
import { exceptionOf, givenScript, resultIn, resultOf, startMs } from './given-script.ts';

/** Names that exist in Node or a browser, but not in Apps Script ("V8 Runtime Overview"). */
const foreignNames = [
  ...['process', 'require', 'module', 'Buffer', 'global', 'setTimeout', 'setInterval', 'setImmediate'],
  ...['TextEncoder', 'TextDecoder', 'fetch', 'URL', 'URLSearchParams', 'Blob', 'FormData', 'atob', 'btoa'],
  ...['crypto', 'performance', 'structuredClone', 'queueMicrotask', 'AbortController', 'window', 'document'],
];

/** The types of Node's names as a function sees them that is made from the constructor of a value. */
const probing = `
  function probe(value) {
    try {
      return value.constructor.constructor('return typeof process + typeof fetch + typeof Buffer')();
    } catch (error) {
      return 'refused';
    }
  }`;

describe('the realm', () => {
  it('has what Apps Script has', async () => {
    const names = ['console', 'Intl', 'Promise', 'JSON', 'BigInt', 'SpreadsheetApp', 'Logger', 'Utilities'];
    expect(await resultOf(`return ${JSON.stringify(names)}.filter((name) => !(name in globalThis))`)).toEqual(
      [],
    );
    expect(names.filter((name) => !appsScriptGlobals.includes(name))).toEqual([]);
  });

  it('has nothing of Node or a browser (V8 Runtime Overview)', async () => {
    const found = await resultOf(
      `return ${JSON.stringify(foreignNames)}.filter((name) => name in globalThis)`,
    );
    expect(found).toEqual([]);
    expect(foreignNames.filter((name) => appsScriptGlobals.includes(name))).toEqual([]);
  });

  it.each([
    ['a service', 'return probe(SpreadsheetApp)'],
    ['a method of a service', 'return probe(Logger.log)'],
    ['the global object', 'return probe(globalThis)'],
    ['what a service returns', 'return probe(SpreadsheetApp.getActiveSheet().getRange(1, 1).getValues())'],
    ['an exception', 'try { UrlFetchApp.fetch() } catch (error) { return probe(error) }'],
    [
      'a call site',
      'Error.prepareStackTrace = (_, sites) => sites; return new Error().stack.map(probe).join()',
    ],
    [
      'a stack that ends within a call',
      `let seen = 'refused';
       let depth = 0;
       const measure = () => { depth++; measure(); };
       try { measure() } catch { depth -= 200 }
       const dig = (left) => {
         if (left < 0) {
           try { Session.getScriptTimeZone() } catch (error) {
             seen += probe(error);
             if (!(error instanceof Error)) seen += 'an object of another realm';
           }
         }
         dig(left - 1);
       };
       try { dig(depth) } catch (error) { return seen + probe(error) }`,
    ],
  ])('gives no access to Node: %s', async (_name, body) => {
    const google = givenScript(`${probing} function main() { ${body} }`);
    expect(await resultIn(google)).not.toMatch(/object|function/);
  });

  it('gives no access to Node through the error of a dynamic import', async () => {
    const google = givenScript(`${probing}
      async function main() { try { await import('node:fs'); return 'imported' } catch (error) { return probe(error) } }`);
    expect(await resultIn(google)).not.toMatch(/object|function|imported/);
  });

  it('turns the results of services into its own arrays, dates and objects', async () => {
    expect(
      await resultOf(
        `const [[date]] = SpreadsheetApp.getActiveSheet().getRange(1, 1).getValues();
         const rows = SpreadsheetApp.getActiveSheet().getDataRange().getValues();
         return [date instanceof Date, rows instanceof Array, rows.constructor === Array,
           Object.getPrototypeOf(PropertiesService.getScriptProperties().getProperties()) === Object.prototype]`,
        { cells: [[new Date(startMs)]] },
      ),
    ).toEqual([true, true, true, true]);
  });

  it('is new for every execution, however the previous one ended', async () => {
    const google = givenScript(`
      var count = 0;
      function main(how) {
        const seen = [++count, [].leak, typeof leak, JSON.stringify(1)];
        Array.prototype.leak = 1;
        globalThis.leak = 1;
        JSON.stringify = () => 'leak';
        if (how === 'throws') throw new Error('oh');
        if (how === 'rejects') Promise.reject(new Error('later'));
        return seen;
      }`);
    for (const how of ['returns', 'throws', 'rejects', 'returns', 'returns']) {
      const execution = await google.run('main', [how]);
      expect(execution.kind).toBe(how === 'returns' ? 'completed' : 'failed');
      if (execution.kind === 'completed') expect(execution.value).toEqual([1, undefined, 'undefined', '1']);
    }
    await google.run('main', [], { killAt: { call: 1, when: 'before' } });
    expect(await google.run('main')).toMatchObject({ value: [1, undefined, 'undefined', '1'] });
  });

  it('throws with the name of anything that is not implemented', async () => {
    expect(await exceptionOf('SpreadsheetApp.flushX()')).toBe(
      'Exception: SpreadsheetApp.flushX is not implemented in the Apps Script emulator.',
    );
    expect(await exceptionOf("XmlService.parse('<a/>')")).toBe(
      'Exception: XmlService.parse is not implemented in the Apps Script emulator.',
    );
  });

  it('has the virtual time, which passes only as Google charges it', async () => {
    expect(
      await resultOf(`
        const dates = [Date.now(), new Date().getTime()];
        Utilities.sleep(1500);
        class Later extends Date {}
        return [...dates, Date.now(), new Date(5).getTime(), typeof Date(), new Date() instanceof Date,
          new Date().constructor === Date, new Later(7).getTime()]`),
    ).toEqual([startMs, startMs, startMs + 1500, 5, 'string', true, true, 7]);
  });

  it('runs the microtasks of a function before its execution ends', async () => {
    const google = givenScript(`
      async function main() { await null; Logger.log('later'); return 'done'; }
      function fails() { return Promise.reject(new TypeError('no')); }
      function leaves() { Promise.resolve().then(() => Logger.log('left')); return 1; }`);
    expect(await google.run('main')).toMatchObject({ kind: 'completed', value: 'done', logs: ['later'] });
    expect(await google.run('leaves')).toMatchObject({ kind: 'completed', value: 1, logs: ['left'] });
    expect(await google.run('fails')).toMatchObject({
      kind: 'failed',
      error: { name: 'TypeError', message: 'no' },
    });
  });

  it.each([
    ["import 'x';", "'import' and 'export' may appear only with"],
    ['class A { #secret = 1; }', 'Unexpected token line: 1 file: Code.js'],
    ['class A {\n static a = 1; }', 'Unexpected token line: 2 file: Code.js'],
    ['function main( {', 'Unexpected token'],
    ['await 1;', 'Unexpected token'],
  ])('rejects a project that Apps Script would reject: %s', (code, message) => {
    expect(() => givenScript(code)).toThrow(message);
  });

  it('accepts the syntax that its V8 accepts', async () => {
    expect(
      await resultOf(
        'class A { a = 1; get b() { return this?.a ?? 0n; } } const { ...all } = new A(); return [all.a, 2 ** 3, [...new Set([1])]]',
      ),
    ).toEqual([1, 8, [1]]);
  });

  it('formats logs as the console does', async () => {
    const google = givenScript(`function main() {
      console.log('%s of %d%%', 'a', 5, { b: 1 });
      Logger.log('100%s');
      console.error(new RangeError('oh').message, null, undefined, [1]);
    }`);
    expect((await google.run('main')).logs).toEqual(['a of 5% {"b":1}', '100%s', 'oh null undefined [1]']);
  });
});
