import fc from 'fast-check';
import { seedOfRun, soakScale } from './seeds.ts';

/** Every property begins from the run's seed, so that what fails once fails again. */
fc.configureGlobal({ seed: seedOfRun, numRuns: 100 * soakScale });
