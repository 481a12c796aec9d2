/** Ends a run with its ten slowest files, so that a suite that grows slow is noticed. */
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const shown = 10;

/** Prints the files that took longest, in seconds of wall time, and how much of that was spent loading them. */
export const slowestFiles: Reporter = {
  onTestRunEnd(modules) {
    if (modules.length > 1) process.stdout.write(slowestOf(modules));
  },
};

function slowestOf(modules: readonly TestModule[]): string {
  const files = modules.map((module) => {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    const loadMs = collectDuration + setupDuration;
    return { name: path.relative(process.cwd(), module.moduleId), loadMs, totalMs: loadMs + duration };
  });
  const lines = files
    .sort((one, other) => other.totalMs - one.totalMs)
    .slice(0, shown)
    .map(({ name, loadMs, totalMs }) => `${seconds(totalMs)} s (loading ${seconds(loadMs)} s)  ${name}\n`);
  return `\n The slowest files:\n${lines.join('')}`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(6);
