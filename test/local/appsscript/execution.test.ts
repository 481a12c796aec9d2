/** How executions run, end and are killed, and in which order their calls are answered. */
import { describe, expect, it } from 'vitest';
import { givenScript } from './given-script.ts';

describe('an execution', () => {
  it('ends with the result of the function, and records its calls and their time', async () => {
    const google = givenScript(`function main(a, b) {
      PropertiesService.getScriptProperties().setProperty('k', a + b);
      return { sum: a + b };
    }`);
    const execution = await google.run('main', ['x', 'y']);
    expect(execution).toMatchObject({
      kind: 'completed',
      value: { sum: 'xy' },
      functionName: 'main',
      as: 'menu',
    });
    expect(execution.calls).toEqual([
      { service: 'PropertiesService', method: 'getScriptProperties', tookMs: 0 },
      { service: 'Properties', method: 'setProperty', tookMs: 80 },
    ]);
    expect(execution.durationMs).toBe(80);
    expect(google.executions).toEqual([execution]);
  });

  it('fails with the exception of the function, and for a function that does not exist', async () => {
    const google = givenScript("function main() { throw new RangeError('too far') }");
    expect(await google.run('main')).toMatchObject({
      kind: 'failed',
      error: { name: 'RangeError', message: 'too far' },
    });
    expect(await google.run('other')).toMatchObject({
      kind: 'failed',
      error: { message: 'Script function not found: other' },
    });
  });

  it('fails if the script does not load', async () => {
    expect(await givenScript('nowhere(); function main() {}').run('main')).toMatchObject({
      kind: 'failed',
      error: { name: 'ReferenceError', message: 'nowhere is not defined' },
    });
  });

  it('is killed after 6 minutes, with no exception to catch (Quotas, "Script runtime")', async () => {
    const google = givenScript(`function main() {
      try { for (let round = 0; round < 3; round++) Utilities.sleep(150000); }
      catch (error) { Logger.log('caught'); }
      finally { Logger.log('finally'); }
    }`);
    const execution = await google.run('main');
    expect(execution).toMatchObject({ kind: 'killed', reason: 'Exceeded maximum execution time', logs: [] });
    expect(execution.durationMs).toBe(450_000);
  });

  it('is killed after 30 seconds as a simple trigger (Simple triggers, "Restrictions")', async () => {
    const google = givenScript(
      'function onOpen() { Utilities.sleep(29000); Utilities.sleep(2000); return 1; }',
    );
    expect((await google.open()).kind).toBe('killed');
    expect((await google.run('onOpen')).kind).toBe('completed');
  });

  it('is killed in a loop without service calls', async () => {
    const google = givenScript('function main() { for (;;); }', { limits: { busyLoopMs: 200 } });
    expect((await google.run('main')).kind).toBe('killed');
  });

  it('is killed at its k-th call, before or after that call takes effect', async () => {
    const google = givenScript(`function main() {
      const store = PropertiesService.getScriptProperties();
      store.setProperty('a', '1');
      store.setProperty('b', '2');
    }`);
    expect((await google.run('main', [], { killAt: { call: 3, when: 'before' } })).kind).toBe('killed');
    expect(google.properties('script')).toEqual({ a: '1' });
    expect((await google.run('main', [], { killAt: { call: 3, when: 'after' } })).kind).toBe('killed');
    expect(google.properties('script')).toEqual({ a: '1', b: '2' });
    expect((await google.run('main', [], { killAt: { call: 4, when: 'after' } })).kind).toBe('completed');
  });

  it('has no effect once it is killed, whatever it catches and however long it continues', async () => {
    const google = givenScript(`function main(continues) {
      const store = PropertiesService.getScriptProperties();
      for (let round = 0; round < 9 || continues; round++) {
        try { store.setProperty('round', String(round)); } catch {}
      }
      console.log('survived');
    }`);
    for (const continues of [false, true]) {
      const execution = await google.run('main', [continues], { killAt: { call: 3, when: 'after' } });
      expect(execution).toMatchObject({ kind: 'killed', logs: [] });
      expect(execution.calls).toHaveLength(3);
      expect(await google.run('main', [false])).toMatchObject({ kind: 'completed' });
    }
    await google.run('main', [true], { killAt: { call: 3, when: 'after' } });
    expect(google.properties('script')).toEqual({ round: '1' });
  });

  it.each<[string, readonly ('a' | 'b')[]]>([
    ['one first', ['a', 'a', 'a', 'b', 'b', 'b']],
    ['the other first', ['b', 'b', 'b', 'a', 'a', 'a']],
    ['in turn', ['a', 'b', 'a', 'b', 'a', 'b']],
  ])('gets its calls answered in the order that the test chooses: %s', async (_name, order) => {
    const google = givenScript(
      ['a', 'b'].map((name) => `function ${name}() { ${`note('${name}');`.repeat(3)} }`).join('\n') +
        `function note(name) {
           const cell = SpreadsheetApp.getActiveSheet().getRange(1, 1);
           cell.setValue(cell.getValue() + name);
         }`,
      // Each note costs four calls.
      {
        schedule(waiting) {
          const wanted = order[Math.floor(asked++ / 4)];
          return waiting.findIndex(({ functionName }) => functionName === wanted);
        },
      },
    );
    let asked = 0;
    await Promise.all([google.run('a'), google.run('b')]);
    expect(google.sheet('Sheet1').display()).toEqual([[order.join('')]]);
  });

  it('lets others continue while it sleeps; time passes only when all of them sleep', async () => {
    const google = givenScript(`
      function sleeps() { Utilities.sleep(60000); PropertiesService.getScriptProperties().setProperty('order', 'sleeper'); }
      function works() { PropertiesService.getScriptProperties().setProperty('order', 'worker'); return Date.now(); }`);
    const [sleeper, worker] = await Promise.all([google.run('sleeps'), google.run('works')]);
    expect(google.properties('script')).toEqual({ order: 'sleeper' });
    expect(worker.durationMs).toBeLessThan(60_000);
    expect(sleeper.durationMs).toBeGreaterThanOrEqual(60_000);
  });

  it('does not start while 30 others of the user run (Quotas, "Simultaneous executions per user")', async () => {
    const google = givenScript('function main() { Utilities.sleep(1000); }', {
      limits: { simultaneousExecutions: 2 },
    });
    const runs = await Promise.all([
      ...[google.run('main'), google.run('main'), google.run('main')],
      google.run('main', [], { user: 'other@example.com' }),
    ]);
    expect(runs.map(({ kind }) => kind)).toEqual(['completed', 'completed', 'failed', 'completed']);
    expect(runs[2]).toMatchObject({
      error: { message: 'There are too many scripts running simultaneously for this Google user account.' },
    });
  });
});
