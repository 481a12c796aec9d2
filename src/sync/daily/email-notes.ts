/** Which emails were sent, so that none is sent too often. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { loadSheetSchedules } from './sheet-schedules.ts';

/** The emails about the scheduled sync of one sheet. */
export interface SheetNotes {
  /** When the last email about a failure was sent, in milliseconds since 1970; 0 for never. */
  readonly failedMs: number;
  /** Whether an email has said that the scheduled sync needs somebody, and none since that it is well. */
  readonly isFailing: boolean;
  /** The failed rows that an email was last sent about, as a digest, and when. */
  readonly rows: { readonly digest: string; readonly sentMs: number };
  /** The day (`2026-01-31`) of the comparison that an email has last told of; empty for none. It says nothing of the sync. */
  readonly comparedDay: string;
}

/** Those of the first sheet, which earlier versions know as the only one, and of what concerns all sheets. */
export interface EmailNotes extends SheetNotes {
  /** Those of the further sheets. */
  readonly sheets: ReadonlyMap<number, SheetNotes>;
  /** The sheet whose notes are those above; undefined where its schedule is off. */
  readonly firstId: number | undefined;
  /** Whether an email has said that the connection of the scheduled sync is lost, and none since that it is well. */
  readonly isLost: boolean;
  /** The losses that emails were sent about, by when they happened, the newest last. */
  readonly lossesMs: readonly number[];
  /** Since when Google has refused to send emails; 0 where it has not. */
  readonly unsentMs: number;
  /** Emails that were about to be sent, of which nobody knows more. */
  readonly unsettled: { readonly sinceMs: number; readonly count: number };
}

const key = 'mails';

const noRows: SheetNotes['rows'] = { digest: '', sentMs: 0 };

const noNotes: SheetNotes = { failedMs: 0, isFailing: false, rows: noRows, comparedDay: '' };

/** Those about this sheet, or about all where none is named. */
export function notesOf(notes: EmailNotes, sheetId: number | undefined): SheetNotes {
  if (sheetId === undefined || sheetId === notes.firstId) return notes;
  return notes.sheets.get(sheetId) ?? noNotes;
}

/** The same with those about this sheet changed. */
export function withNotesOf(
  notes: EmailNotes,
  sheetId: number | undefined,
  change: (before: SheetNotes) => SheetNotes,
): EmailNotes {
  const changed = change(notesOf(notes, sheetId));
  if (sheetId === undefined || sheetId === notes.firstId) return { ...notes, ...changed };
  return { ...notes, sheets: new Map([...notes.sheets, [sheetId, changed]]) };
}

/** Whether nothing is left of which an email has said that this sheet's scheduled sync needs somebody. */
export function isWell(notes: EmailNotes, sheetId: number | undefined): boolean {
  const isAllFailing = notes.firstId === undefined && notes.isFailing;
  return !notes.isLost && !isAllFailing && !notesOf(notes, sheetId).isFailing;
}

/** The same after an email that this sheet's scheduled sync is well again. */
export function withRecovered(notes: EmailNotes, sheetId: number | undefined): EmailNotes {
  const recovered = ({ failedMs, comparedDay }: SheetNotes) => {
    return { failedMs, isFailing: false, rows: noRows, comparedDay };
  };
  const all = notes.firstId === undefined ? { ...notes, ...recovered(notes) } : notes;
  return withNotesOf({ ...all, isLost: false }, sheetId, recovered);
}

export function loadNotes(properties: Pick<Properties, 'get' | 'keys'>): EmailNotes {
  const stored = loadRecord(properties, key);
  const { sheetId, losses, unsentMs, unsettled, isLost, sheets } = stored;
  const schedules = loadSheetSchedules(properties);
  const scheduled = new Set(schedules.map((one) => one.sheetId));
  const known = Object.entries(recordIn(sheets)).filter(([id]) => scheduled.has(Number(id)));
  const further = new Map(known.map(([id, notes]) => [Number(id), sheetNotesIn(recordIn(notes))]));
  const firstId = schedules.find(({ isFirst, isOn }) => isFirst && isOn)?.sheetId;
  // The first one may have been deleted or switched off since, or be another one now.
  const isMoved = typeof sheetId === 'number' && sheetId !== firstId;
  const ofFirst = firstId === undefined ? undefined : further.get(firstId);
  return {
    ...(isMoved ? (ofFirst ?? noNotes) : sheetNotesIn(stored)),
    sheets: further,
    firstId,
    isLost: isLost === true,
    lossesMs: Array.isArray(losses) ? losses.map(numberIn) : [],
    unsentMs: numberIn(unsentMs),
    unsettled: unsettledIn(unsettled),
  };
}

/** In the format of version 1, which also says what the email was about. */
export function saveNotes(
  properties: Properties,
  { sheets, firstId, isLost, lossesMs, unsentMs, unsettled, ...first }: EmailNotes,
): void {
  const further = [...sheets].map(([id, notes]): [string, object] => [String(id), storedNotes(notes)]);
  saveRecord(properties, key, 1, {
    ...storedNotes(first),
    ...(firstId === undefined ? {} : { sheetId: firstId }),
    ...(further.length > 0 ? { sheets: Object.fromEntries(further) } : {}),
    ...(isLost ? { isLost } : {}),
    ...(lossesMs.length > 0 ? { losses: lossesMs } : {}),
    ...(unsentMs > 0 ? { unsentMs } : {}),
    ...(unsettled.count > 0 ? { unsettled } : {}),
  });
}

function storedNotes({ isFailing, rows, failedMs, comparedDay }: SheetNotes): object {
  return {
    ...(isFailing ? { isFailing } : {}),
    ...(rows.digest === '' ? {} : { rows }),
    ...(failedMs > 0 ? { failed: { sentMs: failedMs, of: failedMs } } : {}),
    ...(comparedDay === '' ? {} : { comparedDay }),
  };
}

function sheetNotesIn(stored: Readonly<Record<string, unknown>>): SheetNotes {
  const { failed, isFailing, rows, comparedDay } = stored;
  return {
    isFailing: isFailing === true,
    rows: rowsIn(rows),
    failedMs: numberIn(recordIn(failed).sentMs),
    comparedDay: typeof comparedDay === 'string' ? comparedDay : '',
  };
}

function rowsIn(value: unknown): SheetNotes['rows'] {
  const { digest, sentMs } = recordIn(value);
  return typeof digest === 'string' ? { digest, sentMs: numberIn(sentMs) } : noRows;
}

function unsettledIn(value: unknown): EmailNotes['unsettled'] {
  const { sinceMs, count } = recordIn(value);
  return { sinceMs: numberIn(sinceMs), count: numberIn(count) };
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
