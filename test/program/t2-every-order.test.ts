import { describe, expect, it } from 'vitest';
import { givenConnected, hourMs, type Program } from '../support/program.ts';
import { tortureScale } from '../support/seeds.ts';

const dayMs = 24 * hourMs;

/**
 * Two executions side by side, and whose service call is answered next: the first one runs until its call `leave`,
 * then the other for `stay` calls, then the first one to its end. That is every order in which one execution
 * interrupts another once; more interruptions meet the same state only, for all that the two share is the store,
 * the lock and Keap, each of which is touched by single calls.
 */
interface Order {
  readonly leave: number;
  readonly stay: number;
}

/** The program, and a way to run two functions of it in an order. */
async function givenTwo() {
  let order: Order | undefined;
  const answered = new Map<number, number>();
  const program = await givenConnected(2, {
    schedule(waiting) {
      const [one, other] = [...waiting].sort((a, b) => a.executionId - b.executionId);
      if (one === undefined || other === undefined || order === undefined) return 0;
      const isAway = count(one.executionId) >= order.leave && count(other.executionId) < order.stay;
      const chosen = isAway ? other : one;
      answered.set(chosen.executionId, count(chosen.executionId) + 1);
      return waiting.indexOf(chosen);
    },
  });
  function count(executionId: number): number {
    return answered.get(executionId) ?? 0;
  }
  return {
    program,
    async inOrder(chosen: Order, first: () => Promise<unknown>, second: () => Promise<unknown>) {
      answered.clear();
      order = chosen;
      const ends = await Promise.all([first(), second()]);
      order = undefined;
      return ends;
    },
  };
}

const dispatch = ({ google }: Program) => google.run('runHourly', [], { as: 'trigger' });

/** Every order of two executions of these lengths; in the gate each `stride`-th of them, in a torture all. */
function orders(calls: number, otherCalls: number, stride: number): Order[] {
  const all = Array.from({ length: calls * otherCalls }, (_, index) => ({
    leave: 1 + (index % calls),
    stay: 1 + Math.floor(index / calls),
  }));
  return tortureScale > 1 ? all : all.filter((_, index) => index % stride === 0);
}

/** No execution runs beyond the lock of another and asks a second time. */
async function expectOneRefresh(program: Program, before: number, order: Order): Promise<void> {
  const { refreshes } = await program.keap.tokenCounts();
  expect(refreshes - before, JSON.stringify(order)).toBe(1);
  expect((await program.state()).connection.kind, JSON.stringify(order)).toBe('connected');
}

describe('T2', () => {
  it('T2 two dispatchers that find the token expired refresh it once, in every order of their calls', async () => {
    const { program, inOrder } = await givenTwo();
    program.google.clock.moveTo(program.google.clock.nowMs() + dayMs);
    await dispatch(program);
    program.google.clock.moveTo(program.google.clock.nowMs() + dayMs);
    const calls = (await dispatch(program)).calls.length;
    const tried = orders(calls, calls, 7);
    for (const order of tried) {
      program.google.clock.moveTo(program.google.clock.nowMs() + 25 * hourMs);
      const { refreshes } = await program.keap.tokenCounts();
      await inOrder(
        order,
        () => dispatch(program),
        () => dispatch(program),
      );
      await expectOneRefresh(program, refreshes, order);
    }
    expect(tried.length).toBeGreaterThan(20);
  });

  it('T2 a sync and a rotation that meet refresh once and both end well, in every order of their calls', async () => {
    const { program, inOrder } = await givenTwo();
    const sheet = program.google.sheet('Contacts');
    let change = 0;
    const sync = async () => {
      const run = await program.sync();
      expect(run.kind).toBe('completed');
      return run;
    };
    const calls = (await sync()).calls.length;
    const tried = orders(calls, 20, 29);
    for (const order of tried) {
      change++;
      sheet.set(1, 1, `changed${change}@example.com`);
      program.google.clock.moveTo(program.google.clock.nowMs() + 25 * hourMs);
      const { refreshes } = await program.keap.tokenCounts();
      await inOrder(order, sync, () => dispatch(program));
      await expectOneRefresh(program, refreshes, order);
      await sync();
      expect(program.column('Keap status')[0], JSON.stringify(order)).toMatch(/Synced|Unchanged/);
      expect((await program.keap.contacts())[0]?.fields.Email).toBe(`changed${change}@example.com`);
    }
    expect(tried.length).toBeGreaterThan(10);
  });
});
