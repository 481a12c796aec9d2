import fc from 'fast-check';
import { seedOfRun, soakScale } from './seeds.ts';

/** Makes every property start from the seed of the run, so that failures can be repeated. */
fc.configureGlobal({ seed: seedOfRun, numRuns: 100 * soakScale });
