/** The playground's small modules, without a browser. */
import { describe, expect, it } from 'vitest';
import { newSheet, type Spreadsheet } from '../../../local/appsscript/spreadsheet.ts';
import { cellChanges } from '../../../local/playground/cell-changes.ts';
import { framePages } from '../../../local/playground/frame-pages.ts';
import { pacing } from '../../../local/playground/pacing.ts';
import { sharedLock } from '../../../local/playground/shared-lock.ts';

function spreadsheetOf(...cells: string[][]): Spreadsheet {
  const sheet = newSheet(1, 'Contacts', cells);
  return { id: 'x', name: 'x', timeZone: 'Etc/UTC', locale: 'en_US', sheets: [sheet], active: sheet };
}

describe('cellChanges()', () => {
  it('reports each change once, and deleted cells as empty', () => {
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

describe('sharedLock()', () => {
  it('never runs shared and exclusive work at the same time', async () => {
    const { runShared, runExclusive, isExclusive } = sharedLock();
    const order: string[] = [];
    let end = () => {};
    const first = runShared(async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      order.push('first');
    });
    const second = runExclusive(async () => {
      order.push('exclusive');
    });
    const third = runShared(async () => {
      order.push('third');
    });
    expect(isExclusive()).toBe(true);
    end();
    await Promise.all([first, second, third]);
    expect(order).toEqual(['first', 'exclusive', 'third']);
    expect(isExclusive()).toBe(false);
  });

  it('continues after work that has failed', async () => {
    const { runShared, runExclusive } = sharedLock();
    const fail = () => Promise.reject(new Error('broken'));
    await expect(runShared(fail)).rejects.toThrow('broken');
    await expect(runExclusive(fail)).rejects.toThrow('broken');
    expect(await runShared(async () => 'well')).toBe('well');
  });
});

describe('pacing()', () => {
  const execution = { id: 1, functionName: 'f', as: 'menu' as const, startedMs: 0 };

  it('kills one execution, at the chosen call', async () => {
    const { onlooker, setKillAt, killAt } = pacing();
    setKillAt(2);
    expect(await onlooker.coming(execution, 1)).toBe('go');
    expect(await onlooker.coming(execution, 2)).toBe('kill');
    expect(killAt()).toBeUndefined();
    expect(await onlooker.coming(execution, 2)).toBe('go');
  });
});

describe('framePages()', () => {
  it('puts google.script before the page’s own script, and lets no setting end it early', () => {
    const { add, html } = framePages(() => ({ keapOrigin: '</script><script>alert(1)</script>' }));
    const page = { title: '', width: 1, height: 1, window: undefined, kind: 'sidebar' as const };
    const whole = html(add({ ...page, html: '<html><head><title>x' }).id) ?? '';
    expect(whole).toMatch(/^<html><head><script>/);
    expect(whole.indexOf('</script>')).toBe(whole.lastIndexOf('</script>'));
    expect(html(add({ ...page, html: '<p>bare' }).id)).toMatch(/<\/script><p>bare$/);
    expect(html('nothing')).toBeUndefined();
  });

  it('drops the oldest pages', () => {
    const { add, html } = framePages(() => ({}));
    const page = { title: '', html: 'x', width: 1, height: 1, window: undefined, kind: 'sidebar' as const };
    const first = add(page).id;
    for (let count = 0; count < 50; count++) add(page);
    expect(html(first)).toBeUndefined();
  });
});
