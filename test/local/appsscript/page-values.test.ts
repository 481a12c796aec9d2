/** What `google.script.run` carries between a page and the script. */
import { describe, expect, it } from 'vitest';
import { givenScript } from './given-script.ts';

const code = `
  function echo(value) { return value; }
  function typeOf(value) { return value === null ? 'null' : typeof value; }
  function hidden_() { return 1; }
  function date() { return { when: new Date(0) }; }
  function closure() { return [() => 1]; }
  function range() { return SpreadsheetApp.getActiveSheet(); }
  function circle() { const a = {}; a.a = a; return a; }
  function holes() { return { list: [undefined, Number.NaN], left: undefined }; }
  function nothing() {}`;
const circle: unknown[] = [];
circle.push(circle);
const asPage = { as: 'sidebar' } as const;

describe('google.script.run (Class google.script.run, "myFunction")', () => {
  it('accepts numbers, strings, booleans, null, and arrays and objects of these', async () => {
    const value = { a: [1, 'x', true, null, { b: [] }] };
    expect(await givenScript(code).run('echo', [value], asPage)).toMatchObject({ kind: 'completed', value });
  });

  it('turns undefined into null within arrays, and leaves it out of objects', async () => {
    const google = givenScript(code);
    expect(await google.run('echo', [[undefined]], asPage)).toMatchObject({ value: [null] });
    expect(await google.run('typeOf', [undefined], asPage)).toMatchObject({ value: 'null' });
    expect((await google.run('holes', [], asPage)).kind).toBe('completed');
    expect(await google.run('holes', [], asPage)).toHaveProperty('value', { list: [null, null] });
  });

  it.each([
    ['a date', new Date(0)],
    ['a date within', { a: [new Date(0)] }],
    ['a function', () => 1],
    ['a map', new Map()],
    ['a symbol', [Symbol('x')]],
    ['a list that holds itself', circle],
  ])('rejects an argument that is %s', async (_name, value) => {
    const google = givenScript(code);
    await expect(google.run('echo', ['fine', value], asPage)).rejects.toThrow(
      'Failed due to illegal value in property: 1',
    );
    expect(google.executions).toEqual([]);
  });

  it('rejects functions whose names end in an underscore (HTML service, "Private functions")', async () => {
    await expect(givenScript(code).run('hidden_', [], asPage)).rejects.toThrow(
      'google.script.run.hidden_ is not a function',
    );
  });

  it.each(['date', 'closure', 'range'])(
    'fails with a result that cannot be transferred: %s',
    async (name) => {
      const google = givenScript(code);
      expect(await google.run(name, [], asPage)).toMatchObject({
        kind: 'failed',
        error: { message: 'The script completed but the returned value is not a supported return type.' },
      });
    },
  );

  it('fails with a result that contains itself', async () => {
    expect((await givenScript(code).run('circle', [], asPage)).kind).toBe('failed');
  });

  it('returns null or undefined for a function without a result', async () => {
    expect((await givenScript(code).run('nothing', [], asPage)).kind).toBe('completed');
  });
});
