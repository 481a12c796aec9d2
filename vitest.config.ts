import { defineConfig } from 'vitest/config';
import { slowestFiles } from './test/support/slowest-files.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/fast-check-seed.ts'],
    reporters: ['default', slowestFiles],
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
