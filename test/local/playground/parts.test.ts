import { describe, expect, it } from 'vitest';
import { newSheet, type Spreadsheet } from '../../../local/appsscript/spreadsheet.ts';
import { cellChanges } from '../../../local/playground/cell-changes.ts';
import { framePages } from '../../../local/playground/frame-pages.ts';
import { pacing } from '../../../local/playground/pacing.ts';
import { traffic } from '../../../local/playground/traffic.ts';

function spreadsheetOf(...cells: string[][]): Spreadsheet {
  const sheet = newSheet(1, 'Contacts', cells);
  return { id: 'x', name: 'x', timeZone: 'Etc/UTC', locale: 'en_US', sheets: [sheet], active: sheet };
}

describe('cellChanges()', () => {
  it('tells each change once, and what was deleted as empty', () => {
    const spreadsheet = spreadsheetOf(['a', 'b'], ['c', 'd']);
    const changes = cellChanges(spreadsheet);
    expect(changes.since()).toMatchObject([{ sheet: 1, isWhole: true }]);
    expect(changes.since()).toEqual([]);
    spreadsheet.active.rows[0]?.splice(1, 1, { value: '#NAME?', formula: '=B' });
    expect(changes.since()).toEqual([{ sheet: 1, isWhole: false, changes: [[0, 1, '#NAME?', '=B']] }]);
    spreadsheet.active.rows.splice(1, 1);
    expect(changes.since()[0]?.changes).toEqual([
      [1, 0, ''],
      [1, 1, ''],
    ]);
    expect(changes.all()[0]?.changes).toEqual([
      [0, 0, 'a'],
      [0, 1, '#NAME?', '=B'],
    ]);
  });
});

describe('traffic()', () => {
  it('lets nothing run while somebody is alone, and nobody alone while something runs', async () => {
    const { run, alone, isAlone } = traffic();
    const order: string[] = [];
    let end = () => {};
    const first = run(async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      order.push('first');
    });
    const second = alone(async () => {
      order.push('alone');
    });
    const third = run(async () => {
      order.push('third');
    });
    expect(isAlone()).toBe(true);
    end();
    await Promise.all([first, second, third]);
    expect(order).toEqual(['first', 'alone', 'third']);
    expect(isAlone()).toBe(false);
  });

  it('goes on after what has failed', async () => {
    const { run, alone } = traffic();
    const fail = () => Promise.reject(new Error('broken'));
    await expect(run(fail)).rejects.toThrow('broken');
    await expect(alone(fail)).rejects.toThrow('broken');
    expect(await run(async () => 'well')).toBe('well');
  });
});

describe('pacing()', () => {
  const execution = { id: 1, functionName: 'f', as: 'menu' as const, startedMs: 0 };

  it('kills once, at the call that was chosen', async () => {
    const { onlooker, setKillAt, killAt } = pacing();
    setKillAt(2);
    expect(await onlooker.coming(execution, 1)).toBe('go');
    expect(await onlooker.coming(execution, 2)).toBe('kill');
    expect(killAt()).toBeUndefined();
    expect(await onlooker.coming(execution, 2)).toBe('go');
  });
});

describe('frames()', () => {
  it('puts google.script before the page’s own script, and lets nothing end it early', () => {
    const { add, html } = framePages(() => ({ door: '</script><script>alert(1)</script>' }));
    const page = { title: '', width: 1, height: 1, window: undefined, kind: 'sidebar' as const };
    const whole = html(add({ ...page, html: '<html><head><title>x' }).id) ?? '';
    expect(whole).toMatch(/^<html><head><script>/);
    expect(whole.indexOf('</script>')).toBe(whole.lastIndexOf('</script>'));
    expect(html(add({ ...page, html: '<p>bare' }).id)).toMatch(/<\/script><p>bare$/);
    expect(html('nothing')).toBeUndefined();
  });

  it('forgets the oldest pages', () => {
    const { add, html } = framePages(() => ({}));
    const page = { title: '', html: 'x', width: 1, height: 1, window: undefined, kind: 'sidebar' as const };
    const first = add(page).id;
    for (let count = 0; count < 50; count++) add(page);
    expect(html(first)).toBeUndefined();
  });
});
