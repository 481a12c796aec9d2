import { expect, it } from 'vitest';
import { everyOrder } from './orders.ts';

type Step = readonly [service: string, method: string, key: string];

/** Plays two lists of calls in every order, and gives the order in which each was answered. */
async function played(one: readonly Step[], two: readonly Step[]): Promise<string[][]> {
  const orders = everyOrder();
  const all: string[][] = [];
  await orders.playAll(async () => {
    const left = [one, two].map((steps) => [...steps]);
    const answered: string[] = [];
    for (;;) {
      const waiting = left.flatMap(([step], index) => {
        if (step === undefined) return [];
        const [service, method, key] = step;
        return [{ executionId: index + 1, functionName: 'either', service, method, args: [key] }];
      });
      if (waiting.length === 0) break;
      const chosen = waiting[orders.schedule(waiting)];
      if (chosen === undefined) throw new Error('The schedule chose nobody.');
      left[chosen.executionId - 1]?.shift();
      answered.push(`${chosen.executionId}.${chosen.method}`);
    }
    all.push(answered);
  });
  return all;
}

const get: Step = ['Properties', 'getProperty', 'a'];
const set: Step = ['Properties', 'setProperty', 'a'];

it('everyOrder() plays each order of calls to the same resource once', async () => {
  const orders = await played([get, set], [get, set]);
  const meanings = orders.map((order) =>
    // Which execution wrote before the other read, and which wrote last.
    [
      order.indexOf('2.setProperty') < order.indexOf('1.getProperty'),
      order.indexOf('1.setProperty') < order.indexOf('2.getProperty'),
      order.indexOf('1.setProperty') < order.indexOf('2.setProperty'),
    ].join(),
  );
  expect(new Set(meanings).size).toBe(4);
  expect(orders.length).toBeLessThanOrEqual(6);
});

it('everyOrder() plays both orders of a read of all properties and a write of one', async () => {
  const all: Step = ['Properties', 'getProperties', ''];
  const orders = await played([all, all], [set, set]);
  const seen = orders.map((order) =>
    [0, 1].map((read) => order.slice(0, order.indexOf('1.getProperties', read)).length).join(),
  );
  expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
  expect(new Set(orders.map((order) => order.join())).size).toBe(6);
  const other: Step = ['Properties', 'getProperty', 'b'];
  expect(await played([all, other], [all, get])).toHaveLength(1);
});

it('everyOrder() plays every order of two requests each', async () => {
  const fetch: Step = ['UrlFetchApp', 'fetchAll', ''];
  const orders = await played([fetch, fetch], [fetch, fetch]);
  expect(new Set(orders.map((order) => order.join())).size).toBe(6);
});

it('everyOrder() plays calls to different resources in one order only', async () => {
  const other: Step = ['Properties', 'getProperty', 'b'];
  expect(await played([other, other], [other, get])).toHaveLength(1);
});

it('everyOrder() throws if the same choices lead to different calls', async () => {
  const orders = everyOrder();
  let round = 0;
  const play = async () => {
    round++;
    const call = {
      functionName: 'either',
      service: 'Properties',
      method: 'setProperty',
      args: [`a${round % 2}`],
    };
    orders.schedule([1, 2].map((executionId) => ({ ...call, executionId })));
  };
  await expect(orders.playAll(play)).rejects.toThrow('instead of');
});
