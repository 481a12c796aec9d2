/** Where Keap's behavior is unknown or disputed: each switch with what is known of it, and what it is by default. */
import type { PassingFault } from './fault.ts';
import type { OptStatus } from './opt-status.ts';
import type { AddressRules } from './rest/address-codes.ts';
import type { RefusalShape } from './rest/refusal-shapes.ts';
import type { ScopeForm } from './token-endpoint.ts';
import type { UnauthorizedKind } from './unauthorized.ts';

/**
 * Percentages say how sure it is that the real Keap behaves in the first way named. Suites run both ways where it is
 * not settled.
 */
export interface KeapBehavior {
  /**
   * The status that an opt-out by a program leaves: unknown (ADMIN or MANUAL).
   * probe: rest/opting, xmlrpc/opting
   */
  readonly apiOptOut: Extract<OptStatus, 'opted-out' | 'opted-out-manually'>;
  /**
   * The status of an address first seen by API: not marketable until opted in (85 %, recorded for adds).
   * probe: rest/status-of-a-new-address
   */
  readonly newApiAddress: Extract<OptStatus, 'non-marketable' | 'unconfirmed'>;
  /** Whether a time zone has to be one of Keap's list of about 90 (75 %; probe: rest/time-zones). */
  readonly checksTimeZones: boolean;
  /** Whether a locale has to be of five characters, as `en_US` (75 %; probe: rest/locales). */
  readonly checksLocales: boolean;
  /**
   * What an empty value does to a date over XML-RPC, which `"0"` empties in any case: Keap refuses it (65 %), takes the
   * call and keeps the date, or empties it.
   * probe: xmlrpc/emptied-date
   */
  readonly emptyDates: 'refused' | 'kept' | 'emptied';
  /** In which shape REST v2 refuses a call: documented is one, recorded are several (probe: rest/missing-contact). */
  readonly restRefusals: RefusalShape;
  /**
   * What REST v2 does with countries and regions of an address by name and by code.
   * probe: rest/region-without-country-code
   */
  readonly addresses: AddressRules;
  /**
   * What REST v2 does with `notes` that are written: takes them (75 %), or ignores them without a word.
   * probe: rest/notes
   */
  readonly notes: 'written' | 'ignored';
  /**
   * What a PATCH does with a property that its mask names and its body lacks: unknown.
   * probe: rest/masked-and-absent
   */
  readonly maskedAbsent: 'emptied' | 'kept' | 'refused';
  /**
   * In which form custom Yes/No fields take a value: as 1 and 0, or only as a word. Unknown.
   * probe: rest/custom-field-yes-no, xmlrpc/custom-field-yes-no
   */
  readonly yesNo: 'numbers' | 'words';
  /**
   * What empties a contact's owner and lead source: 0, or only an empty value. Unknown.
   * probe: rest/emptied-owner
   */
  readonly noOwner: 'zero' | 'empty';
  /**
   * In which form custom list boxes take a value over REST v2: as text with commas, or only as a list. Unknown.
   * probe: rest/custom-field-list-box
   */
  readonly listBoxes: 'texts' | 'lists';
  /**
   * How long after a program has added a contact the searches of both APIs find it, in milliseconds; by its id it is read at
   * once. Unknown: nothing is documented, and a search that is not the database itself lags behind.
   */
  readonly newContactsFoundAfterMs: number;
  /**
   * Which of a contact's addresses the filter `email` of REST v2 compares. Unknown: the contract does not say.
   * probe: rest/email-filter
   */
  readonly emailFilter: 'every-address' | 'first-address';
  /**
   * Whether the answer to applying or removing a tag tells what became of it: XML-RPC's boolean and the results of REST v2
   * do, or XML-RPC answers false whatever it did (infusionsoft-php, issue 168), and REST v2 names no contact. Unknown.
   */
  readonly tagAnswers: 'told' | 'untold';
  /** Whether the model of REST v2 has `field_name`, which the contract does not require (probe: rest/model). */
  readonly modelFieldNames: boolean;
  /**
   * With which 401 a whole API answers every caller: the app's API may not be switched on, and a brownout may look the
   * same (20 %).
   */
  readonly closedApis: { readonly xmlRpc?: UnauthorizedKind; readonly rest?: UnauthorizedKind };
  /**
   * What a path that does not exist answers at the APIs' hosts: measured by others as a 401 without an API product.
   * probe: rest/unknown-path
   */
  readonly unknownPaths: 'unauthorized' | 'not-found';
  /** What a consent's code does when it comes again: revoke the pair that it brought (RFC 6749, 4.1.2, SHOULD), or nothing. */
  readonly usedCodes: 'revoke' | 'refused';
  /** How a wrong client id or secret is refused at the token endpoint: by the RFC, by the gateway, or as a dead token. */
  readonly refusedClients: 'invalid_client' | 'gateway' | 'invalid_grant';
  /** What the answers of the token endpoint look like. */
  readonly tokenAnswers: TokenAnswers;
  /** Whether the APIs' host takes a legacy key as a bearer token, both APIs (70 %). */
  readonly legacyKeysAsBearer: boolean;
  /** Whether the application's own host still serves legacy keys, or is retired, which they are to be (70 %). */
  readonly appHost: 'served' | 'retired';
  /** Calls that take long: other clients had to raise their time-outs to 60 s for contact and status calls. */
  readonly slowCalls: SlowCalls;
  /** Faults that pass when the same call is asked again; users of old accounts count 3 to 4 in 100 calls. */
  readonly passingFaults: PassingFaults;
}

export interface SlowCalls {
  /** From 0 to 1. */
  readonly share: number;
  readonly seed: number;
  /** In simulated time; each slow call takes between a tenth of it and all of it. */
  readonly maxMs: number;
  /** As `BreakRule.match`. */
  readonly match: readonly string[];
}

export interface TokenAnswers {
  /** Whether the answer to a refresh leaves the refresh token out, and the one that was sent stays (RFC 6749, section 6). */
  readonly withoutRefreshToken: boolean;
  /** Whether the answer begins with a byte order mark. */
  readonly byteOrderMark: boolean;
  readonly scope: ScopeForm;
  /** In characters; a property of Apps Script holds 9 KB. */
  readonly accessTokenLength: number;
  readonly refreshTokenLength: number;
}

export interface PassingFaults {
  /** From 0 to 1. */
  readonly share: number;
  readonly seed: number;
  /** Taken in turns. */
  readonly kinds: readonly PassingFault[];
}

/**
 * The environment variable that changes the defaults of all simulated Keaps that a command starts, as JSON: for instance
 * `KEAP_BEHAVIOR='{"apiOptOut":"opted-out-manually"}' npx vitest run test/program` runs a suite the other way.
 */
const variable = 'KEAP_BEHAVIOR';

/** The switches that the environment sets. Throws `SyntaxError` for what is not JSON, and for a switch that there is not. */
export function behaviorIn(environment: Readonly<Record<string, string | undefined>>): Partial<KeapBehavior> {
  const switches: Partial<KeapBehavior> = JSON.parse(environment[variable] ?? '{}');
  const unknown = Object.keys(switches).find((name) => !(name in defaultBehavior));
  if (unknown !== undefined) throw new SyntaxError(`${variable}: there is no switch ${unknown}.`);
  return switches;
}

/** What suites get unless they say otherwise. Kind where today's product fails before the likelier behavior. */
export const defaultBehavior: KeapBehavior = {
  apiOptOut: 'opted-out',
  newApiAddress: 'non-marketable',
  checksTimeZones: true,
  checksLocales: true,
  emptyDates: 'refused',
  restRefusals: 'turns',
  addresses: 'checked',
  notes: 'written',
  maskedAbsent: 'kept',
  yesNo: 'numbers',
  listBoxes: 'texts',
  newContactsFoundAfterMs: 5_000,
  emailFilter: 'every-address',
  noOwner: 'zero',
  tagAnswers: 'told',
  modelFieldNames: true,
  closedApis: {},
  unknownPaths: 'unauthorized',
  usedCodes: 'revoke',
  refusedClients: 'invalid_client',
  tokenAnswers: {
    withoutRefreshToken: false,
    byteOrderMark: false,
    scope: 'usual',
    accessTokenLength: 41,
    refreshTokenLength: 42,
  },
  legacyKeysAsBearer: true,
  appHost: 'retired',
  slowCalls: {
    share: 0,
    seed: 1,
    maxMs: 60_000,
    match: ['ContactService', 'DataService', 'APIEmailService', '/contacts', '/emailAddresses'],
  },
  // Likelier in old accounts: 0.03.
  passingFaults: {
    share: 0,
    seed: 1,
    kinds: ['fault-500', 'fault-0', 'fault-1', 'fault-3', 'fault-4', 'http-500'],
  },
};
