/**
 * `npm run soak`: the seeded suites, longer and from seed to seed, until the time is over. What fails is told with
 * the command that makes it fail again.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    scale: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`npm run soak -- [--minutes 30] [--seed N] [--scale 4]

  --minutes  begins no new round after so many
  --seed     the first round's seed; without it, one by chance
  --scale    how many times as long a suite runs as in the gate`);
} else {
  process.exitCode = soak(Number(values.minutes), Number(values.seed ?? Math.floor(Math.random() * 1e9) + 1));
}

interface Round {
  readonly failed: readonly string[];
  /** Cases by suite. */
  readonly cases: ReadonlyMap<string, number>;
}

function soak(minutes: number, firstSeed: number): number {
  const files = seededFiles();
  const endMs = Date.now() + minutes * 60_000;
  console.log(
    `${files.length} seeded suites, ${minutes} minutes, from seed ${firstSeed}:\n  ${files.join('\n  ')}\n`,
  );
  let rounds = 0;
  const cases = new Map<string, number>();
  const failures: string[] = [];
  for (let seed = firstSeed; rounds === 0 || Date.now() < endMs; seed += 10_007) {
    const round = runRound(files, seed);
    const { failed } = round;
    rounds++;
    for (const [file, count] of round.cases) cases.set(file, (cases.get(file) ?? 0) + count);
    console.log(`seed ${seed}: ${sum(round.cases) - failed.length} passed, ${failed.length} failed`);
    for (const name of failed) {
      console.log(`  FAILED ${name}\n  again: SEED=${seed} SOAK=${values.scale} npx vitest run -t "${name}"`);
      failures.push(`${seed} ${name}`);
    }
  }
  console.log(`\n${rounds} rounds, ${sum(cases)} cases, ${failures.length} failures`);
  for (const [file, count] of [...cases].sort()) console.log(`  ${String(count).padStart(6)}  ${file}`);
  return failures.length === 0 ? 0 : 1;
}

function sum(cases: ReadonlyMap<string, number>): number {
  return [...cases.values()].reduce((all, one) => all + one, 0);
}

/** A suite is seeded if it takes its chance from one of the two places that know the run's seed. */
function seededFiles(): string[] {
  return readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.posix.join('test', file.split(path.sep).join('/')))
    .filter((file) =>
      /support\/seeds\.ts'|from 'fast-check'/.test(readFileSync(path.join(root, file), 'utf8')),
    )
    .sort();
}

function runRound(files: readonly string[], seed: number): Round {
  const outputFile = path.join(mkdtempSync(path.join(os.tmpdir(), 'soak-')), 'report.json');
  const result = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--testTimeout=1800000', '--reporter=json', `--outputFile=${outputFile}`],
      ...files,
    ],
    { cwd: root, env: { ...process.env, SEED: String(seed), SOAK: values.scale }, encoding: 'utf8' },
  );
  const report = readReport(outputFile, result.stderr);
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const done = ({ status }: { readonly status: string }) => status === 'passed' || status === 'failed';
  return {
    cases: new Map(
      report.testResults.map(({ name, assertionResults }) => [
        path.relative(root, name),
        assertionResults.filter(done).length,
      ]),
    ),
    failed: [
      ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ...report.testResults
        .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
        .map(({ name }) => path.relative(root, name)),
    ],
  };
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readReport(file: string, complaint: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    throw new Error(`The round left no report:\n${complaint}`);
  }
}
