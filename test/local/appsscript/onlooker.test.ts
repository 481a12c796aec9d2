/** Observers of executions, browser windows and pushes. */
import { describe, expect, it } from 'vitest';
import type { Execution, Onlooker } from '../../../local/appsscript/apps-script.ts';
import { givenScript } from './given-script.ts';

const code = `
  function main() {
    const store = PropertiesService.getScriptProperties();
    for (let round = 0; round < 3; round++) store.setProperty('round', String(round));
    return 'done';
  }
  function show() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('<p>')); }
`;

function endedIn(executions: readonly Execution[]) {
  return executions.map(({ kind }) => kind);
}

describe('an onlooker', () => {
  it('sees the start, each call and the end of executions', async () => {
    const seen: string[] = [];
    const onlooker: Onlooker = {
      started: ({ functionName, as }) => seen.push(`${functionName} by ${as}`),
      called: (_execution, { method }) => seen.push(method),
      ended: ({ kind, calls }) => seen.push(`${kind} after ${calls.length}`),
    };
    await givenScript(code, { onlooker }).run('main');
    expect(seen).toEqual([
      'main by menu',
      'getScriptProperties',
      ...['setProperty', 'setProperty', 'setProperty'],
      'completed after 4',
    ]);
  });

  it('may delay a call, and end an execution before one takes effect', async () => {
    let isHeld = false;
    const onlooker: Onlooker = {
      async coming(_execution, count) {
        isHeld = await Promise.resolve(true);
        return count === 3 ? 'kill' : 'go';
      },
    };
    const google = givenScript(code, { onlooker });
    expect(await google.run('main')).toMatchObject({ kind: 'killed', reason: 'killed before call 3' });
    expect(isHeld).toBe(true);
    expect(google.properties('script')).toEqual({ round: '0' });
    expect(endedIn(google.executions)).toEqual(['killed']);
  });
});

describe('a browser window', () => {
  it('is recorded with the page that is shown in it', async () => {
    const google = givenScript(code);
    await google.run('show', [], { window: 'one' });
    await google.run('show');
    expect(google.pages.map(({ window }) => window)).toEqual(['one', undefined]);
  });
});

describe('a push', () => {
  it('reads the same project again, and keeps the content of the stores', async () => {
    const google = givenScript(code);
    await google.run('main');
    google.push();
    expect(google.properties('script')).toEqual({ round: '2' });
    expect(await google.run('main')).toMatchObject({ kind: 'completed', value: 'done' });
  });
});
