/** Says which version of the add-on this is. */
import { version as packageVersion } from '../package.json';

/** As `package.json` has it, for example `0.1.0`. */
export const version: string = packageVersion;
