import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** Which of Keap's APIs a document is to use; `automatic` is XML-RPC while it answers, and then REST v2. */
export type ApiChoice = 'automatic' | 'xml-rpc' | 'rest';

export const apiChoices: readonly ApiChoice[] = ['automatic', 'xml-rpc', 'rest'];

/** When and why a document has gone over to REST v2 by itself. */
export interface ApiSwitch {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  /** XML-RPC did not answer, or its last day is over. */
  readonly why: 'no-answer' | 'ended';
}

export interface ApiSetting {
  readonly choice: ApiChoice;
  /** Undefined as long as XML-RPC has always answered. */
  readonly switched?: ApiSwitch | undefined;
  /** Whether the log tells of the switch. */
  readonly isTold: boolean;
}

/** Keeps the choice with the document, for everybody who works with it. */
export interface ApiStore {
  load(): ApiSetting;
  /** Forgets an earlier switch, so that automatic looks at XML-RPC again. */
  choose(choice: ApiChoice): void;
  noteSwitch(switched: ApiSwitch): void;
  noteTold(): void;
}

const key = 'api';

export function apiStore(properties: Properties): ApiStore {
  const save = (setting: ApiSetting) => saveRecord(properties, key, 1, setting);
  function load(): ApiSetting {
    const { choice, switched, isTold } = loadRecord(properties, key);
    return {
      choice: apiChoices.find((one) => one === choice) ?? 'automatic',
      switched: switchIn(switched),
      isTold: isTold === true,
    };
  }
  return {
    load,
    choose: (choice) => save({ choice, isTold: false }),
    noteSwitch: (switched) => save({ ...load(), switched, isTold: false }),
    noteTold: () => save({ ...load(), isTold: true }),
  };
}

function switchIn(value: unknown): ApiSwitch | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { atMs, why } = value as Record<string, unknown>;
  if (typeof atMs !== 'number' || (why !== 'no-answer' && why !== 'ended')) return undefined;
  return { atMs, why };
}
