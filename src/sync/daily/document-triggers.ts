/**
 * A person's triggers of one document, known by their ids: Google lists the triggers of all documents together, and one
 * that is disabled for good is still listed, so only its last run shows whether it works.
 */
import type { Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { maxTriggers, type TriggerKind } from '../../platform/triggers.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { loadBackground } from './background-record.ts';

/** Why Google refused to create a trigger. */
export type TriggerRefusal = 'too-many' | 'permission' | 'unknown';

/** The hourly trigger as it is stored. */
export interface TriggerRecord {
  /** Google's id; empty where there is none. */
  readonly id: string;
  /** When it was created, in milliseconds since 1970; 0 for never. */
  readonly createdMs: number;
  readonly refused: TriggerRefusal | undefined;
}

export interface DocumentTriggers {
  /** Makes sure that the hourly trigger exists, and replaces it where it has been silent; never throws. */
  ensure(): void;
  /** The same at little cost: asks Google only where the trigger has been silent, or was refused. */
  repairIfSilent(): void;
  /** Deletes this person's triggers of this document, and no others; never throws for what Google refuses. */
  remove(): void;
  /** Schedules one execution after this time, if Google allows a second trigger; replaces an earlier one. */
  scheduleResume(waitMs: number): void;
  /** Called by the trigger that has just fired, by Google's id for it. */
  fired(kind: TriggerKind, id: string): void;
}

/** A trigger that has not run for so long does not work. */
export const silentAfterMs = 2 * 60 * 60 * 1000;

const hourlyKey = (documentId: string) => `${documentId}/trigger`;
const resumeKey = (documentId: string) => `${documentId}/resume-trigger`;
const documentKey = (triggerId: string) => `${triggerId}/document`;

export function loadTriggerRecord(user: Properties, documentId: string): TriggerRecord {
  const { id, createdMs, refused } = loadRecord(user, hourlyKey(documentId));
  return {
    id: typeof id === 'string' ? id : '',
    createdMs: typeof createdMs === 'number' ? createdMs : 0,
    refused:
      refused === 'too-many' || refused === 'permission' || refused === 'unknown' ? refused : undefined,
  };
}

/** The document of a trigger, for an execution in which Google does not open it; undefined where it is not known. */
export function documentOfTrigger(user: Properties, triggerId: string): string | undefined {
  return user.get(documentKey(triggerId)) ?? undefined;
}

export function documentTriggers(
  {
    triggers,
    permissions,
    user,
    clock,
    log,
  }: Pick<Platform, 'triggers' | 'permissions' | 'user' | 'clock' | 'log'>,
  documentId: string,
): DocumentTriggers {
  const { properties } = user;
  const load = () => loadTriggerRecord(properties, documentId);
  const save = (record: TriggerRecord) => saveRecord(properties, hourlyKey(documentId), 1, record);
  const isSilent = ({ createdMs }: TriggerRecord) => {
    const { lastRunMs } = loadBackground(properties, documentId);
    return clock.nowMs() - Math.max(createdMs, lastRunMs) > silentAfterMs;
  };
  /** Also those of an interrupted execution, whose ids were not stored, where Google lists them. */
  const idsHere = (kind: TriggerKind, storedId: string) => [
    ...new Set([...triggers.ids(kind).filter((id) => id === storedId), ...listedHere(kind)]),
  ];
  function listedHere(kind: TriggerKind): string[] {
    try {
      return triggers.idsOfDocument(kind);
    } catch {
      return [];
    }
  }
  function deleteTrigger(id: string): void {
    triggers.delete(id);
    properties.remove(documentKey(id));
  }
  function remember(id: string): void {
    properties.set(documentKey(id), documentId);
    save({ id, createdMs: clock.nowMs(), refused: undefined });
  }
  function create(before: TriggerRecord): void {
    try {
      remember(triggers.create('hourly'));
    } catch (error) {
      log.error(`Google did not create the hourly trigger: ${messageOf(error)}`);
      const refused = refusalOf(() => triggers.ids('hourly').length + triggers.ids('resume').length);
      if (before.id !== '' || before.refused !== refused) save({ id: '', createdMs: 0, refused });
    }
  }
  function refusalOf(count: () => number): TriggerRefusal {
    try {
      if (permissions.missing().missing.includes('script.scriptapp')) return 'permission';
      return count() >= maxTriggers ? 'too-many' : 'unknown';
    } catch {
      return 'unknown';
    }
  }
  /** A failure here must not stop what the user has asked for: the sidebar says what is wrong, and tries again. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error(`The hourly trigger could not be checked: ${messageOf(error)}`);
      const record = load();
      const refused = refusalOf(() => 0);
      if (record.refused !== refused) save({ ...record, refused });
    }
  }
  function ensure(): void {
    const record = load();
    const here = idsHere('hourly', record.id);
    if (!isSilent(record) && here.includes(record.id)) {
      if (record.refused !== undefined) save({ ...record, refused: undefined });
      return;
    }
    for (const id of here) deleteTrigger(id);
    create(record);
  }
  return {
    ensure: () => attempt(ensure),
    repairIfSilent() {
      attempt(() => {
        const record = load();
        if (record.refused !== undefined || isSilent(record)) ensure();
      });
    },
    remove() {
      const { id } = load();
      const resumeId = properties.get(resumeKey(documentId)) ?? '';
      try {
        for (const one of [...idsHere('hourly', id), ...idsHere('resume', resumeId)]) deleteTrigger(one);
      } catch (error) {
        // One that is left deletes itself when it fires and finds no connection.
        log.error(`The triggers could not be deleted: ${messageOf(error)}`);
      }
      properties.remove(hourlyKey(documentId));
      properties.remove(resumeKey(documentId));
    },
    scheduleResume(waitMs) {
      // Another execution may have scheduled one during this run.
      const stale = properties.fresh(resumeKey(documentId));
      if (stale !== null) deleteTrigger(stale);
      try {
        const id = triggers.create('resume', waitMs);
        properties.set(resumeKey(documentId), id);
        properties.set(documentKey(id), documentId);
      } catch {
        // An add-on already has its one trigger: the hourly one continues the run.
        if (stale !== null) properties.remove(resumeKey(documentId));
      }
    },
    fired(kind, id) {
      if (kind === 'resume') {
        const stored = properties.get(resumeKey(documentId));
        if (stored !== null) properties.remove(resumeKey(documentId));
        for (const one of new Set([id, stored ?? ''])) if (one !== '') deleteTrigger(one);
        return;
      }
      const record = load();
      if (id === '' || id === record.id) return;
      // Its id was not stored, because an execution was interrupted or an earlier version created it.
      if (triggers.ids('hourly').includes(record.id)) deleteTrigger(id);
      else remember(id);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason';
}
