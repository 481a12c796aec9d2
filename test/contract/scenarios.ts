/**
 * What every form of a port must do, as scripts that use a port and give back what they saw. They run on the fakes
 * and, bundled, within the Apps Script emulator on the real adapters, so a fake cannot drift from the world.
 */
import type { Clock } from '../../src/platform/clock.ts';
import type { Http } from '../../src/platform/http.ts';
import type { Lock } from '../../src/platform/lock.ts';
import type { Properties } from '../../src/platform/properties.ts';
import type { Table } from '../../src/platform/table.ts';

/** Whether it failed: the error's text differs between the fake and the adapter. */
function attempt(work: () => void): 'done' | 'threw' {
  try {
    work();
    return 'done';
  } catch {
    return 'threw';
  }
}

/** `others` is the same store as another execution has it. */
export function propertiesScenario(properties: Properties, others: Properties): unknown {
  const before = properties.get('a');
  properties.set('a', '1');
  properties.set('a', 'zwei 😀');
  const after = properties.get('a');
  properties.remove('a');
  properties.remove('a');
  const largest = attempt(() => properties.set('big', 'x'.repeat(9 * 1024)));
  const tooLarge = attempt(() => properties.set('big', 'x'.repeat(9 * 1024 + 1)));
  const kept = properties.get('big')?.length;
  others.set('theirs', 'new');
  const fresh = [properties.fresh('theirs'), properties.get('theirs')];
  others.remove('theirs');
  const gone = [properties.fresh('theirs'), properties.get('theirs')];
  return { before, after, removed: properties.get('a'), largest, tooLarge, kept, fresh, gone };
}

export function lockScenario(lock: Lock): unknown {
  const value = lock.run(0, () => 'worked');
  const threw = attempt(() => {
    lock.run(0, () => {
      throw new Error('inside');
    });
  });
  return { value, threw, after: lock.run(0, () => 'free again') };
}

export function clockScenario(clock: Clock): unknown {
  const before = clock.nowMs();
  clock.sleep(1_500);
  clock.sleep(0);
  const slept = clock.nowMs() - before;
  return { isWhole: Number.isInteger(before), slept };
}

/** Needs a server that echoes its requests; `dead` is the URL of a host that does not exist. */
export function httpScenario(http: Http, origin: string, dead: string): unknown {
  const headers = { 'Content-Type': 'text/plain', 'X-Own': 'yes' };
  const ask = (url: string) => ({ method: 'POST', url, headers, body: 'grüße' }) as const;
  const statuses = http
    .send([ask(`${origin}/200`), ask(`${origin}/404`), ask(`${origin}/302`), ask(`${origin}/500`)])
    .map((result) => (result.kind === 'reply' ? result.status : result.kind));
  const [echo] = http.send([ask(`${origin}/200`)]);
  const silent = http.send([ask(`${origin}/200`), ask(`${dead}/`)]).map(({ kind }) => kind);
  return {
    statuses,
    body: echo?.kind === 'reply' ? echo.body : '',
    header: echo?.kind === 'reply' ? echo.headers['x-answer'] : '',
    silent,
    none: http.send([]),
  };
}

/** Needs a table whose cells B2 and B3 the user may not edit. */
export function lockedTableScenario(table: Table): unknown {
  const at = { rowIndex: 1, columnIndex: 0 };
  const cells = [2, 3, 4].map((line) => [`A${line}`, `B${line}`]);
  return {
    locked: table.locked([{ ...at, rowCount: 3, columnCount: 3 }]),
    free: table.locked([{ ...at, rowCount: 3, columnCount: 1 }]),
    refused: table.write([
      { ...at, cells },
      { rowIndex: 5, columnIndex: 2, cells: [['C6']] },
    ]),
    written: table.read().cells,
  };
}

export function tableScenario(table: Table): unknown {
  const first = table.read().cells.map((row) => [...row]);
  const odd = [
    '=1+1',
    '+1',
    '-1',
    '@x',
    "'quoted",
    '12',
    '007',
    '1/2/2026',
    'TRUE',
    '50%',
    '€5',
    'May 2026',
    'plain',
  ];
  table.write([{ rowIndex: 1, columnIndex: 1, cells: odd.map((text) => [text]) }]);
  table.write([]);
  table.write([{ rowIndex: 0, columnIndex: 30, cells: [['far', new Date(0)]] }]);
  const { cells } = table.read();
  return {
    first,
    written: cells.slice(1, 1 + odd.length).map((row) => row[1]),
    far: [cells[0]?.[30], Number(cells[0]?.[31])],
    rows: cells.length,
    widths: [...new Set(cells.map((row) => row.length))],
  };
}
