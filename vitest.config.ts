import { defineConfig } from 'vitest/config';
import { slowestFiles } from './test/support/slowest-files.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/fast-check-seed.ts'],
    // A file waits for processes of its own most of the time, so a core kept free for Vitest would be idle.
    maxWorkers: '100%',
    reporters: ['default', slowestFiles],
    testTimeout: 400_000,
    hookTimeout: 60_000,
  },
});
