/** Where Keap's behavior is unknown or disputed: each switch with what is known of it, and what it is by default. */
import type { PassingFault } from './fault.ts';
import type { OptStatus } from './opt-status.ts';

/**
 * Percentages say how sure it is that the real Keap behaves in the first way named. Suites run both ways where it is
 * not settled.
 */
export interface KeapBehavior {
  /** The status that an opt-out by a program leaves: unknown (ADMIN or MANUAL). */
  readonly apiOptOut: Extract<OptStatus, 'opted-out' | 'opted-out-manually'>;
  /** The status of an address first seen by API: not marketable until opted in (85 %, recorded for adds). */
  readonly newApiAddress: Extract<OptStatus, 'non-marketable' | 'unconfirmed'>;
  /** Whether a time zone has to be one of Keap's list of about 90 (75 %). */
  readonly checksTimeZones: boolean;
  /** Whether a locale has to be of five characters, as `en_US` (75 %). */
  readonly checksLocales: boolean;
  /**
   * What an empty value does to a date over XML-RPC, which `"0"` empties in any case: Keap refuses it (65 %), takes the
   * call and keeps the date, or empties it.
   */
  readonly emptyDates: 'refused' | 'kept' | 'emptied';
  /** Faults that pass when the same call is asked again; users of old accounts count 3 to 4 in 100 calls. */
  readonly passingFaults: PassingFaults;
}

export interface PassingFaults {
  /** From 0 to 1. */
  readonly share: number;
  readonly seed: number;
  /** Taken in turns. */
  readonly kinds: readonly PassingFault[];
}

/** What suites get unless they say otherwise. Kind where today's product fails before the likelier behavior. */
export const defaultBehavior: KeapBehavior = {
  apiOptOut: 'opted-out',
  newApiAddress: 'non-marketable',
  checksTimeZones: true,
  checksLocales: true,
  // Likelier: 'refused'.
  emptyDates: 'emptied',
  // Likelier in old accounts: 0.03.
  passingFaults: {
    share: 0,
    seed: 1,
    kinds: ['fault-500', 'fault-0', 'fault-1', 'fault-3', 'fault-4', 'http-500'],
  },
};
