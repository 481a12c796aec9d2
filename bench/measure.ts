/** Times functions against each other in one process. */
import { performance } from 'node:perf_hooks';

/** A function to time; a returned promise is awaited. */
export interface Contender {
  readonly name: string;
  run(): unknown;
}

/**
 * The milliseconds of one run for each contender, from its fastest round. Contenders take turns within a round, and
 * the minimum counts because other work on the machine only adds time.
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

/** The repeats that take about 30 ms per round; measuring them warms up the code. */
async function repeatsFor(contender: Contender): Promise<number> {
  await timed(contender, 3);
  const once = await timed(contender, 5);
  const count = Math.min(2_000, Math.max(1, Math.round(30 / once)));
  await timed(contender, count);
  return count;
}

async function timed({ run }: Contender, count: number): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < count; done++) await run();
  return (performance.now() - start) / count;
}
