/** Where Keap's behavior is unknown or disputed: each switch with what is known of it, and what it is by default. */
import type { PassingFault } from './fault.ts';
import type { OptStatus } from './opt-status.ts';
import type { RefusalShape } from './rest/refusal-shapes.ts';
import type { UnauthorizedKind } from './unauthorized.ts';

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
  /** In which shape REST v2 refuses a call: documented is one, recorded are several. */
  readonly restRefusals: RefusalShape;
  /**
   * With which 401 a whole API answers every caller: the app's API may not be switched on, and a brownout may look the
   * same (20 %).
   */
  readonly closedApis: { readonly xmlRpc?: UnauthorizedKind; readonly rest?: UnauthorizedKind };
  /** What a path that does not exist answers at the APIs' hosts: measured by others as a 401 without an API product. */
  readonly unknownPaths: 'unauthorized' | 'not-found';
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
  // Likelier: 'turns'.
  restRefusals: 'documented',
  closedApis: {},
  unknownPaths: 'unauthorized',
  // Likelier in old accounts: 0.03.
  passingFaults: {
    share: 0,
    seed: 1,
    kinds: ['fault-500', 'fault-0', 'fault-1', 'fault-3', 'fault-4', 'http-500'],
  },
};
