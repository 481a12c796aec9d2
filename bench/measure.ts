/** Times contenders against one another, so that whatever else the machine does hardly matters. */

/** Something to be timed; the promise of an asynchronous one is awaited. */
export interface Contender {
  readonly name: string;
  run(): unknown;
}

/**
 * For each contender, the milliseconds of processor time that one run takes, in the quickest of rounds in which each
 * has its turn: whatever else the machine does only adds to a time.
 */
export async function quickest(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  const repeats = new Map<string, number>();
  for (const contender of contenders) repeats.set(contender.name, await repeatsFor(contender));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const count = repeats.get(contender.name) ?? 1;
      times.get(contender.name)?.push(await timed(contender, count));
    }
  }
  return new Map([...times].map(([name, samples]) => [name, Math.min(...samples)]));
}

/** So many that a round takes some 30 ms; finding it out warms the code up. */
async function repeatsFor(contender: Contender): Promise<number> {
  await timed(contender, 3);
  const once = await timed(contender, 5);
  const count = Math.min(2_000, Math.max(1, Math.round(30 / once)));
  await timed(contender, count);
  return count;
}

async function timed({ run }: Contender, count: number): Promise<number> {
  const start = process.cpuUsage();
  for (let done = 0; done < count; done++) await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / count;
}
