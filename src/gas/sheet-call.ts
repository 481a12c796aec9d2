/** Calls Sheets, and calls again where it failed for a moment, as it often does. */
import { ServiceDown } from '../errors.ts';

/** How long to wait before the second attempt and those after it, in milliseconds. */
const waitsMs = [1_000, 3_000, 8_000];

/**
 * What the call gives. Google words its exceptions in the user's language, so none is told from another by its text:
 * all are tried again, except a mistake of ours and what `isFinal` knows to be an answer. Throws `ServiceDown` in the end.
 */
export function callSheets<T>(call: () => T, isFinal: (error: Error) => boolean = () => false): T {
  for (let attempt = 0; ; attempt++) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Error) || isBug(error) || isFinal(error)) throw error;
      const waitMs = waitsMs[attempt];
      if (waitMs === undefined) throw sheetsDown(error);
      Utilities.sleep(waitMs);
    }
  }
}

function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof ServiceDown;
}

function sheetsDown({ message }: Error): ServiceDown {
  return new ServiceDown(
    `Sheets failed ${waitsMs.length + 1} times: ${message.slice(0, 300)}`,
    'Google Sheets is not responding. Nothing is lost. The next run continues from here.',
  );
}
