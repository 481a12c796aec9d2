import { defineConfig } from 'vitest/config';

/** Needs servers in four languages, which a bare machine does not have; `npm test` does without. */
export default defineConfig({
  test: {
    include: ['test/interop/*.interop.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
