/** The execution log of Apps Script. */
import type { Log } from '../platform/log.ts';

export function gasLog(): Log {
  return {
    info: (text) => Logger.log(text),
    error: (text) => Logger.log(`ERROR ${text}`),
  };
}
