/** `npm run bench -- NAME` runs one benchmark; without a name it runs all of them. */
import path from 'node:path';
import { keepResults, report } from './report.ts';

const benchmarks = ['codec', 'growth', 'start-up', 'sync'];
const results = path.join(import.meta.dirname, 'results.md');

const asked = process.argv.slice(2);
for (const name of asked.length === 0 ? benchmarks : asked) {
  if (!benchmarks.includes(name)) {
    console.error(`There is no benchmark "${name}". Choose from: ${benchmarks.join(', ')}`);
    process.exit(1);
  }
  const { run }: { run(to: ReturnType<typeof report>): Promise<void> } = await import(`./${name}.ts`);
  const found = report((line) => console.log(line));
  await run(found);
  await keepResults(results, name, found.markdown());
}
