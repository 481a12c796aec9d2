/** A question to Keap. */
import type { Json, Question } from '../question.ts';
import type { KeapClient } from './keap-client.ts';

export interface KeapProbe extends Question {
  /** The properties of the contact in REST v2 that it changes, which are restored after it; none where it only reads. */
  readonly changes?: readonly string[];
  ask(keap: KeapClient, given: Given): Promise<Json>;
}

export interface Given {
  /** Up to three contacts of the account, to read. */
  readonly ids: readonly number[];
  /** The contact that was made for the probe; 0 in a run that only reads. */
  readonly contactId: number;
  /** An address of a domain that receives no email, for one question: Keap has never heard of it. */
  address(name: string): string;
}

/** No account is going to have it. */
export const missingId = 2_147_483_000;
