/** Remembers, with the document, which API was chosen and whether it has already switched to REST v2. */
import type { Lock } from '../../platform/lock.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord, underLock } from '../../stored-record.ts';

/** Which of Keap's APIs a document uses; `automatic` is XML-RPC while it answers, then REST v2. */
export type ApiChoice = 'automatic' | 'xml-rpc' | 'rest';

export const apiChoices: readonly ApiChoice[] = ['automatic', 'xml-rpc', 'rest'];

/** When and why a document switched to REST v2 automatically. */
export interface ApiSwitch {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  /** XML-RPC did not answer, or its last day has passed. */
  readonly why: 'no-answer' | 'ended';
  /** When XML-RPC was last tried in vain since, in milliseconds since 1970. */
  readonly retriedAtMs?: number | undefined;
}

export interface ApiSetting {
  readonly choice: ApiChoice;
  /** Undefined while XML-RPC answers. */
  readonly switched?: ApiSwitch | undefined;
  /** When XML-RPC answered again after a switch, in milliseconds since 1970; undefined where there was none. */
  readonly returnedAtMs?: number | undefined;
  /** Whether the log already mentions the last of these two. */
  readonly isAnnounced: boolean;
}

/** Keeps the choice with the document, for everybody who works in it. Each change throws `Busy`. */
export interface ApiStore {
  load(): ApiSetting;
  /** Forgets an earlier switch, so that `automatic` tries XML-RPC again. */
  choose(choice: ApiChoice): void;
  noteSwitch(switched: ApiSwitch): void;
  /** XML-RPC still does not answer. */
  noteRetry(atMs: number): void;
  /** XML-RPC answers again. */
  noteReturn(atMs: number): void;
  /** The log mentions the switch or the return of this moment now. */
  noteAnnounced(atMs: number): void;
}

const key = 'api';

/** `lock` guards the record. */
export function apiStore(properties: Properties, lock: Lock): ApiStore {
  function save({ isAnnounced, ...setting }: ApiSetting): void {
    saveRecord(properties, key, 1, { ...setting, isTold: isAnnounced });
  }
  function load(): ApiSetting {
    const { choice, switched, returnedAtMs, isTold } = loadRecord(properties, key);
    return {
      choice: apiChoices.find((one) => one === choice) ?? 'automatic',
      switched: readSwitch(switched),
      returnedAtMs: typeof returnedAtMs === 'number' ? returnedAtMs : undefined,
      isAnnounced: isTold === true,
    };
  }
  /** Somebody may have chosen an API since this run began: what it finds is about `automatic` alone. */
  function change(after: (setting: ApiSetting) => ApiSetting | undefined): void {
    underLock(lock, () => {
      const before = load();
      const setting = before.choice === 'automatic' ? after(before) : undefined;
      if (setting !== undefined) save(setting);
    });
  }
  return {
    load,
    choose: (choice) => underLock(lock, () => save({ choice, isAnnounced: false })),
    noteSwitch: (switched) =>
      change((setting) => ({ ...setting, switched, returnedAtMs: undefined, isAnnounced: false })),
    noteRetry: (retriedAtMs) =>
      change(({ switched, ...setting }) =>
        switched === undefined ? undefined : { ...setting, switched: { ...switched, retriedAtMs } },
      ),
    noteReturn: (returnedAtMs) =>
      change((setting) => ({ ...setting, switched: undefined, returnedAtMs, isAnnounced: false })),
    noteAnnounced: (atMs) =>
      change((setting) => (changedAtMs(setting) === atMs ? { ...setting, isAnnounced: true } : undefined)),
  };
}

/** When the document last switched, or returned to XML-RPC, in milliseconds since 1970; undefined where it never did. */
export function changedAtMs({ switched, returnedAtMs }: ApiSetting): number | undefined {
  return switched?.atMs ?? returnedAtMs;
}

function readSwitch(value: unknown): ApiSwitch | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { atMs, why, retriedAtMs } = value as Readonly<Record<string, unknown>>;
  if (typeof atMs !== 'number' || (why !== 'no-answer' && why !== 'ended')) return undefined;
  return typeof retriedAtMs === 'number' ? { atMs, why, retriedAtMs } : { atMs, why };
}
