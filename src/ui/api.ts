/**
 * The contract between the server and the browser code of the sidebar and the dialogs: types only, which both sides are
 * checked against. Everything is plain data; what is missing is an empty text or an empty list.
 */

import type { ApiChoice } from '../keap/contacts/api-store.ts';
import type { ScheduledFill } from '../sync/daily/scheduled-fill.ts';
import type { MissingIds } from '../sync/find/missing-ids.ts';
import type { PreviewCounts } from '../sync/plan/preview-counts.ts';
import type { UnknownTags } from '../sync/plan/unknown-tags.ts';

/** The three ways to authenticate with Keap. */
export type CredentialKind = 'oauth' | 'key' | 'legacy-key';

/** The connection in words for the user: its state in one sentence, and the next step. */
export interface ConnectionView {
  readonly kind:
    | 'not-connected'
    /** The user was sent to Keap's consent page and has not returned yet. */
    | 'connecting'
    | 'connected'
    | 'renewal-failing'
    /** Keap no longer accepts the client; the token may still work for some hours. */
    | 'client-refused'
    | 'reconnect-needed'
    /** Keap no longer accepts the key. */
    | 'key-refused'
    /** The user allowed access to another Keap account than this document's: `acceptAccount` or `keepAccount`. */
    | 'other-account'
    /** The connection works, but this document now belongs to another account: `acceptAccount` or `disconnect`. */
    | 'foreign-account'
    /** Rows of the open sheet were synced from another document: `acceptAccount` or `disconnect`. */
    | 'copied-rows'
    | 'damaged';
  /** How this document is connected; `oauth` if it is not. */
  readonly credential: CredentialKind;
  readonly sentence: string;
  readonly nextStep: string;
  /** Account, connected since, last renewed, next renewal: only what is known. */
  readonly details: readonly DetailView[];
  /** What will stop working and when, for instance for a legacy key; empty if nothing will. */
  readonly warning: string;
  /** Whether the user was sent to Keap's consent page and has not returned yet. */
  readonly isConsenting: boolean;
  /** Whether Keap has said that it does not know the client id and secret that are saved. */
  readonly isClientUnknown: boolean;
}

export interface DetailView {
  readonly label: string;
  readonly text: string;
}

/** Whether the hourly run still comes for the person who looks; empty texts while they are not connected. */
export interface BackgroundView {
  /** When it last came. */
  readonly sentence: string;
  /** What stops it, and what to do; empty if nothing does. */
  readonly problem: string;
}

/** Permissions that the person who looks has not granted in Google; empty texts if there are none. */
export interface PermissionsView {
  /** What does not work without them. */
  readonly sentence: string;
  /** The page on which Google asks for them. */
  readonly url: string;
}

/** Whose connection runs the scheduled sync of this document. */
export interface OwnerView {
  /** `paused`: its owner has disconnected, and the scheduled sync waits for somebody to take it over. */
  readonly kind: 'nobody' | 'me' | 'somebody-else' | 'paused';
  /** Empty for `nobody` and `me`. */
  readonly sentence: string;
}

/** A column of the sheet and what it is mapped to. */
export interface ColumnView {
  /** The column's letter, for instance `C`. */
  readonly letter: string;
  readonly header: string;
  /** The value of one of `SheetView.kinds`. */
  readonly kind: string;
  /** Whether the user chose the kind; otherwise it follows from the header. */
  readonly isChosen: boolean;
  /** Whether empty cells clear the field in Keap; never for ids and reasons. */
  readonly blankClears: boolean;
  readonly canBlankClear: boolean;
  /** A remark, for instance that only one of Keap's APIs has the field; may be empty. */
  readonly note: string;
  /** The kind to offer for a column that is not sent, because its header is a custom field's label; empty for none. */
  readonly suggestion: string;
}

/** What a column can be mapped to; `group` is a heading over several of them. */
export interface ColumnKindView {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  /** What a custom field takes, for instance the options of a choice; may be empty. */
  readonly note: string;
}

export interface SheetView {
  /** Google's id, which survives renaming the sheet. */
  readonly id: number;
  readonly name: string;
  readonly headerLine: number;
  /** All columns with a header in the order of the sheet, without the managed ones. */
  readonly columns: readonly ColumnView[];
  /** Everything that a column can be mapped to; the first one is "not sent". */
  readonly kinds: readonly ColumnKindView[];
  /** What a sync does with rows without a contact id. */
  readonly missingIds: MissingIds;
  /** What a sync does with names of tags to apply that Keap doesn't have. */
  readonly unknownTags: UnknownTags;
  /** Whether a sync writes each contact's address in Keap beside its row. */
  readonly hasLinks: boolean;
  /** The columns that can be filled in from Keap. */
  readonly fillable: readonly FillableColumnView[];
  /** Why it would not, and what to do, as sentences; empty where it would. */
  readonly linkNote: string;
  /** Why this sheet cannot be synced, as a sentence; empty if it can. */
  readonly problem: string;
  /** What else the user should know of this sheet; empty if there is nothing. */
  readonly note: string;
}

/** A column that can be filled in from Keap, by its field, and `Opt status` for that of the opt status. */
export interface FillableColumnView {
  readonly name: string;
  readonly header: string;
}

/** The schedule of one sheet. */
export interface SheetScheduleView {
  readonly id: number;
  /** Of a deleted sheet the last one that is known; empty for none. */
  readonly name: string;
  readonly isDeleted: boolean;
  readonly isOn: boolean;
  /** 0 to 23, in the document's time zone, ascending. */
  readonly hours: readonly number[];
  /** 1 for Monday to 7 for Sunday, ascending. */
  readonly weekdays: readonly number[];
  /** When its next scheduled sync is due, in words; empty if it is off. */
  readonly nextRun: string;
  /** What is filled in from Keap around each sync; undefined for nothing. */
  readonly fill?: ScheduledFill | undefined;
  /** Whether the sheet is also compared with Keap, once a day. */
  readonly compares: boolean;
}

/** All schedules, and by themselves the times of the first one, which a sidebar of an earlier version shows. */
export interface ScheduleView {
  readonly isOn: boolean;
  /** 0 to 23, in the document's time zone, ascending. */
  readonly hours: readonly number[];
  /** 1 for Monday to 7 for Sunday, ascending. */
  readonly weekdays: readonly number[];
  /** Whether problems are reported by email. */
  readonly mailsOn: boolean;
  /** The addresses that problems are reported to, with commas between them; empty for none. */
  readonly mailTo: string;
  readonly timeZone: string;
  /** The sheet that the scheduled sync reads; empty if none is chosen or it was deleted. */
  readonly sheetName: string;
  /** When the next scheduled sync is due, in words; empty if they are off. */
  readonly nextRun: string;
  /** How much of Google's time the syncs of all sheets take in a day, in a sentence or two; empty for one a day. */
  readonly usage: string;
  /** Those of all sheets that have or had one; the first one first. */
  readonly sheets: readonly SheetScheduleView[];
}

/** What is running in this document; cheap enough to poll. */
export type ActivityView =
  /** `lastEndedMs` is when the last run ended, in milliseconds since 1970; 0 before the first one. */
  | { readonly kind: 'idle'; readonly lastEndedMs: number }
  | {
      readonly kind: 'running';
      /** For instance `Syncing "Contacts"`. */
      readonly title: string;
      /** Numbers of contacts; `total` is 0 until it is known. */
      readonly done: number;
      readonly total: number;
      readonly failed: number;
      /** Requests to Keap. */
      readonly calls: number;
      /** An estimate in whole minutes; 0 for less than one. */
      readonly minutesLeft: number;
      readonly isStopping: boolean;
    }
  /** A run that a limit interrupted and that continues automatically: the sentence says when. */
  | { readonly kind: 'waiting'; readonly title: string; readonly sentence: string; readonly left: number };

/** What a sidebar that is open has to notice; cheap enough to poll. */
export interface NowView {
  readonly activity: ActivityView;
  /** The sheet that is open in front of the user. */
  readonly sheetId: number;
}

export interface ApiView {
  readonly choice: ApiChoice;
  /** For instance "XML-RPC did not answer at 09:14; using REST v2." */
  readonly sentence: string;
  /** What stops working and when, if the user chose XML-RPC only; otherwise empty. */
  readonly banner: string;
}

/** How the last run ended. */
export interface LastRunView {
  /** Empty before the first one. */
  readonly sentence: string;
  readonly hasFailedRows: boolean;
  /** The newest run that can be undone, for instance "the sync of 23 November, 09:14"; empty if there is none. */
  readonly undo: string;
}

export interface SidebarState {
  readonly connection: ConnectionView;
  readonly owner: OwnerView;
  readonly permissions: PermissionsView;
  readonly background: BackgroundView;
  /** To be copied into the Keap developer app. */
  readonly redirectUri: string;
  /** Empty until one is saved. */
  readonly clientId: string;
  /** The secret itself is never sent to the browser. */
  readonly hasClientSecret: boolean;
  /** The application name of the legacy key; empty until one is saved. */
  readonly legacyApplication: string;
  readonly schedule: ScheduleView;
  readonly sheet: SheetView;
  readonly activity: ActivityView;
  readonly api: ApiView;
  readonly brake: BrakeView;
  readonly lastRun: LastRunView;
  /** Whether the log sheet exists. */
  readonly hasLog: boolean;
}

/** Something that the sync does only once it is confirmed. */
export interface BrakeQuestionView {
  readonly kind: 'optOut' | 'emptied';
  readonly text: string;
  /** The labels of the two answers. */
  readonly yes: string;
  readonly no: string;
}

/** What the open sheet waits for. */
export interface BrakeView {
  readonly sheetId: number;
  /** Identifies the questions for `answerBrake`; empty if there are none. */
  readonly asked: string;
  readonly questions: readonly BrakeQuestionView[];
  /** How many contacts a sync may opt out, or empty fields of, without asking. */
  readonly maxAtOnce: number;
}

/** Which rows of the open sheet. */
export type RowScope = 'all' | 'selected';

/** One piece of what a sync would do. Its words and numbers are about all pieces so far, its rows are its own. */
export interface PreviewView {
  readonly sheetName: string;
  /** For instance "3 contacts would change; 1 row needs attention; 17 are unchanged." */
  readonly sentence: string;
  readonly contacts: number;
  readonly unchanged: number;
  readonly problems: number;
  /** How many contacts would be opted out, as a sentence; empty for none. */
  readonly optOutWarning: string;
  /** What the sync leaves out unless it is confirmed. */
  readonly questions: readonly BrakeQuestionView[];
  /** Those of this piece, with the values that Keap has now. */
  readonly changes: readonly ChangeView[];
  /** How many contacts are in later pieces; `contacts` counts them as if all would change. */
  readonly moreContacts: number;
  /** For the next piece. */
  readonly counted: PreviewCounts;
  /** Rows that would fail or need a decision, those of this piece. */
  readonly problemRows: readonly ProblemRowView[];
  /** For instance "6 requests to Keap, less than a minute." */
  readonly cost: string;
  /** Identifies this very plan for `syncPlan`. */
  readonly plan: string;
}

export interface ChangeView {
  readonly contact: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** A failed row that is selected now. */
export interface FailedRowView {
  /** For instance "Row 55, 1 of 7: Keap has no contact with this id." */
  readonly summary: string;
  /** Counted from 1, as Sheets does; 0 where no row has failed. */
  readonly line: number;
  /** How many there are. */
  readonly count: number;
}

export interface ProblemRowView {
  /** Counted from 1, as Sheets does. */
  readonly line: number;
  readonly contact: string;
  readonly reason: string;
}

/** A value in which Keap differs from rows that were synced. */
export interface DifferenceView {
  /** The rows of the contact, counted from 1, as Sheets does. */
  readonly lines: readonly number[];
  readonly contact: string;
  readonly field: string;
  readonly inSheet: string;
  readonly inKeap: string;
  /** Identifies it for `applyChoices`, with what was shown. */
  readonly key: string;
  /** Whether the sheet can take Keap's value: nothing is written into a cell that a formula fills. */
  readonly canTake: boolean;
}

/** What the pieces of a comparison have counted so far. */
export interface CompareCounts {
  /** The next piece begins above this contact. */
  readonly lastId: number;
  readonly compared: number;
  /** Contacts with a difference, and differences. */
  readonly contacts: number;
  readonly values: number;
  readonly unread: number;
}

/** One piece of a comparison. Its words are about all pieces so far, its rows are its own. */
export interface CompareView {
  readonly sheetName: string;
  /** For instance "2 values of 1 contact differ in Keap; 98 contacts match." */
  readonly sentence: string;
  readonly differences: readonly DifferenceView[];
  /** Contacts that Keap did not give. */
  readonly unread: readonly ProblemRowView[];
  /** How many contacts are in later pieces. */
  readonly moreContacts: number;
  /** For the next piece. */
  readonly counted: CompareCounts;
}

/** What Undo would restore. */
export interface UndoView {
  /** All runs that can be undone, the newest first, each with a line such as "Sync now, 23 November 2026, 09:14: 3 contacts". */
  readonly choices: readonly { readonly run: string; readonly title: string }[];
  /** The run of this view, by which `undoRun` knows it; empty if no run can be undone, and then the sentence says why. */
  readonly run: string;
  readonly sentence: string;
  readonly changes: readonly ChangeView[];
  /** What stays as it is and why, for instance an opt-out or a later change by someone else. */
  readonly kept: readonly { readonly contact: string; readonly field: string; readonly reason: string }[];
}

/** The result of an action in a sentence, and the state after it. */
export interface DoneView {
  readonly summary: string;
  readonly state: SidebarState;
}

/** The result of stopping in a sentence, and what is running now. */
export interface StopView {
  readonly summary: string;
  readonly activity: ActivityView;
}

export interface ConnectionFunctions {
  saveClient(input: { readonly clientId: string; readonly clientSecret: string }): SidebarState;
  /** The address of Keap's consent page, valid for an hour. */
  beginConsent(): { readonly url: string };
  /** Tests a personal access token or a service account key, and stores it if Keap accepts it. */
  connectKey(input: { readonly key: string }): DoneView;
  /** The same for an application name and a retired legacy key. */
  connectLegacyKey(input: { readonly application: string; readonly key: string }): DoneView;
  /** Makes one cheap call to Keap and gives the account's name. */
  testConnection(): DoneView;
  /** Switches the document to the account that the user allowed access to; every row is sent again. */
  acceptAccount(): DoneView;
  /** Keeps the document's account and deletes the other connection. */
  keepAccount(): DoneView;
  /** Runs the scheduled sync with the caller's connection from now on. */
  takeOver(): DoneView;
  disconnect(): DoneView;
}

export interface SheetFunctions {
  saveSchedule(input: {
    readonly isOn: boolean;
    readonly hours: readonly number[];
    readonly weekdays: readonly number[];
    readonly mailTo: string;
    readonly mailsOn: boolean;
    /** The sheet whose schedule this is, which need not be open any more. */
    readonly forSheetId?: number;
    /** Of a sidebar of an earlier version: the sheet to sync instead of the first one; without either, the first one's. */
    readonly sheetId?: number;
    /** Whether the user knows that the sheet has contact ids of one that is synced already. */
    readonly acceptsOverlap?: boolean;
    /** Null for nothing; without it, that stays as it is. */
    readonly fill?: ScheduledFill | null;
    /** Without it, that stays as it is. */
    readonly compares?: boolean;
  }): SidebarState;
  /** Brings this sheet to the front. */
  openSheet(input: { readonly sheetId: number }): SidebarState;
  /** Where emails about failures go from now on; several addresses have commas between them. */
  saveAlertAddress(input: { readonly mailTo: string }): SidebarState;
  /** To these addresses, saved or not. */
  sendTestEmail(input: { readonly mailTo: string }): { readonly summary: string };
  /** For this sheet, which need not be open any more; each column with its letter, its header as last seen, and its kind. */
  saveColumns(input: {
    readonly sheetId: number;
    readonly columns: readonly {
      readonly letter: string;
      readonly header: string;
      readonly kind: string;
      readonly blankClears: boolean;
    }[];
    /** Without it, that stays as it is. */
    readonly missingIds?: MissingIds;
    /** Likewise. */
    readonly unknownTags?: UnknownTags;
    /** Likewise. */
    readonly hasLinks?: boolean;
  }): SidebarState;
  /**
   * Reads the account's custom fields for the list of what a column can be, at most once a day unless `isAgain`.
   */
  loadCustomFields(input: { readonly isAgain: boolean }): SidebarState;
  saveApi(input: { readonly choice: ApiChoice }): SidebarState;
  /** One piece; with what the piece before has counted, the next one. */
  preview(input: { readonly scope: RowScope; readonly counted?: PreviewCounts }): PreviewView;
  /** Sends what the preview showed and nothing that has changed since. */
  syncPlan(input: {
    readonly scope: RowScope;
    readonly plan: string;
    /** Which of the preview's questions were answered with yes. */
    readonly confirmed: readonly BrakeQuestionView['kind'][];
  }): DoneView & { readonly failedRows: readonly ProblemRowView[] };
  /** Sends what is confirmed, or stops asking about what is declined. */
  answerBrake(input: {
    readonly sheetId: number;
    readonly asked: string;
    readonly kind: BrakeQuestionView['kind'];
    readonly isYes: boolean;
  }): DoneView;
  saveBrake(input: { readonly maxAtOnce: number }): SidebarState;
  /** Syncs the open sheet. */
  syncNow(): DoneView;
  activity(): NowView;
  /** Stops a run after the current chunk, or a waiting one immediately. */
  stopSync(): StopView;
  /** Of the newest run where none is named. */
  previewUndo(input?: { readonly run: string }): UndoView;
  undoRun(input: { readonly run: string }): DoneView;
  /** Fills blank cells from Keap; with `overwrite`, all cells. */
  fetchContacts(input: { readonly scope: RowScope; readonly overwrite: boolean }): DoneView;
  /** One piece; with what the piece before has counted, the next one. Nothing is sent. */
  compare(input: { readonly counted?: CompareCounts }): CompareView;
  /** Sends these values of the sheet to Keap, and takes those of Keap's into the sheet, as long as both are as shown. */
  applyChoices(input: { readonly send: readonly string[]; readonly take: readonly string[] }): DoneView;
  /** Selects the next failed row of the open sheet after this one, or the one before; after the last comes the first. */
  showFailedRows(input: { readonly from: number; readonly step: 1 | -1 }): FailedRowView;
  showLog(): { readonly summary: string };
}

export interface ServerFunctions extends ConnectionFunctions, SheetFunctions {
  loadState(): SidebarState;
}

export type ServerFunctionName = keyof ServerFunctions;

/** What every call gives; a problem's `advice` is a sentence that says what to do. */
export type ServerAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly advice: string };
