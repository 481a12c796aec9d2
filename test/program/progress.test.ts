/** Whoever watches a run sees that it goes on: its progress moves at least every five seconds while it sends. */
import { expect, it } from 'vitest';
import { givenConnected } from '../support/program.ts';

it.each(['xml-rpc', 'rest'])(
  'moves at least every five seconds, and its minutes left are honest, over %s',
  async (choice) => {
    const program = await givenConnected(1_500);
    await program.ask('saveApi', { choice });
    const { calls } = await program.sync();
    const from = calls.findIndex(({ method }) => method === 'toast');
    const to = calls.map(({ method }) => method).lastIndexOf('fetchAll');
    const gaps: number[] = [];
    let sinceToastMs = 0;
    for (const { method, tookMs } of calls.slice(from, to)) {
      sinceToastMs += tookMs;
      if (method !== 'toast') continue;
      gaps.push(sinceToastMs);
      sinceToastMs = 0;
    }
    expect(gaps.length).toBeGreaterThan(10);
    // Between the two chunks, the sheet is written and read, and the log.
    expect(gaps.filter((ms) => ms > 5_500).length).toBeLessThanOrEqual(2);
    expect(Math.max(...gaps)).toBeLessThan(12_000);
    const done = program.google.toasts.map(({ message }) =>
      Number(/^([\d,]+) of/.exec(message)?.[1]?.replace(',', '') ?? Number.NaN),
    );
    const counted = done.filter((one) => !Number.isNaN(one));
    expect(counted).toEqual([...counted].sort((one, other) => one - other));
    expect(counted.at(-1)).toBeGreaterThan(1_300);
    expect(program.google.toasts.at(-1)?.message).toContain('1,500');
  },
);
