/**
 * What the sidebar and the dialogs may ask of the server. Types only: the browser's client and the server are
 * both held to them. Everything travels as plain data; what is not there is an empty text or an empty list.
 */

import type { ApiChoice } from '../keap/contacts/api-store.ts';

/** The three ways to prove to Keap who is asking. */
export type CredentialKind = 'oauth' | 'key' | 'legacy-key';

/** The connection as the user reads it: one sentence, and the one thing to do next. */
export interface ConnectionView {
  readonly kind:
    | 'not-connected'
    /** The user was sent to Keap's consent page and may still come back from it. */
    | 'connecting'
    | 'connected'
    | 'renewal-failing'
    /** Keap does not know the client any more; the token may still be good for some hours. */
    | 'client-refused'
    | 'reconnect-needed'
    /** Keap does not take the key any more. */
    | 'key-refused'
    /** The user has consented with another Keap account than this document's: `acceptAccount` or `keepAccount`. */
    | 'other-account'
    /** The connection is good, and its account is not this document's any more: `acceptAccount`, or disconnect. */
    | 'foreign-account'
    | 'damaged';
  /** How this document is connected, or would be; `oauth` as long as nothing is. */
  readonly credential: CredentialKind;
  readonly sentence: string;
  readonly nextStep: string;
  /** Account, connected since, token renewed, next renewal: only what is known. */
  readonly details: readonly DetailView[];
  /** What will stop working and when, for instance of a legacy key; empty where nothing will. */
  readonly warning: string;
  /** Whether the user was sent to Keap's consent page and has not come back yet: they may still. */
  readonly isConsenting: boolean;
}

export interface DetailView {
  readonly label: string;
  readonly text: string;
}

/** Whose connection runs the daily sync of this document. */
export interface OwnerView {
  readonly kind: 'nobody' | 'me' | 'somebody-else';
  /** Empty for `nobody` and `me`. */
  readonly sentence: string;
}

/** A column of the sheet and what becomes of it. */
export interface ColumnView {
  /** The column's letter, for instance `C`. */
  readonly letter: string;
  readonly header: string;
  /** The value of one of `meanings`. */
  readonly meaning: string;
  /** Whether the user has chosen it, or it was found by its header. */
  readonly isChosen: boolean;
  /** Whether an empty cell empties the field in Keap. Never true of ids and reasons. */
  readonly blankClears: boolean;
  readonly canBlankClear: boolean;
  /** What there is to know of it, for instance that only one of Keap's APIs knows the field; may be empty. */
  readonly note: string;
}

/** Something that a column can mean; `group` is a heading over several of them. */
export interface ColumnKindView {
  readonly value: string;
  readonly label: string;
  readonly group: string;
}

export interface SheetView {
  /** Google's, which stays when the sheet is renamed. */
  readonly id: number;
  readonly name: string;
  readonly headerLine: number;
  /** All columns with a header, ours left out, in the order of the sheet. */
  readonly columns: readonly ColumnView[];
  /** All that a column can mean; the first one is "not sent". */
  readonly meanings: readonly ColumnKindView[];
  /** What keeps this sheet from being synced, as a sentence; empty when nothing does. */
  readonly problem: string;
}

export interface ScheduleView {
  readonly isOn: boolean;
  /** 0 to 23, in the document's time zone. */
  readonly hour: number;
  /** Whether trouble is mailed. */
  readonly mailsOn: boolean;
  /** Where mails about trouble go. */
  readonly mailTo: string;
  readonly timeZone: string;
  /** The sheet that the daily sync follows; empty where none is chosen, or it is gone. */
  readonly sheetName: string;
  /** When the next daily sync is due, in words; empty where none is. */
  readonly nextRun: string;
}

/** What is going on in this document. Cheap to ask again and again. */
export type ActivityView =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      /** For instance `Syncing "Contacts"`. */
      readonly title: string;
      /** Contacts; `total` is 0 as long as it is not known. */
      readonly done: number;
      readonly total: number;
      readonly failed: number;
      /** Requests to Keap. */
      readonly calls: number;
      /** A guess, in whole minutes; 0 for less than one. */
      readonly minutesLeft: number;
      readonly isStopping: boolean;
    }
  /** A run that was cut off by a limit and goes on by itself: the sentence says when. */
  | { readonly kind: 'waiting'; readonly title: string; readonly sentence: string; readonly left: number };

export interface ApiView {
  readonly choice: ApiChoice;
  /** For instance "XML-RPC did not answer at 09:14; using REST v2." */
  readonly sentence: string;
  /** Set while the account depends on XML-RPC by the user's own choice: what ends when; else empty. */
  readonly banner: string;
}

/** How the last run ended. */
export interface LastRunView {
  /** Empty before the first one. */
  readonly sentence: string;
  readonly hasFailedRows: boolean;
  /** What "Undo" would take back, for instance "the sync of 23 November, 09:14"; empty where there is nothing. */
  readonly undo: string;
}

export interface SidebarState {
  readonly connection: ConnectionView;
  readonly owner: OwnerView;
  /** To be copied into the Keap developer app. */
  readonly redirectUri: string;
  /** Empty until one is saved. */
  readonly clientId: string;
  /** The secret itself never travels to the browser. */
  readonly hasClientSecret: boolean;
  /** The application name of the legacy key; empty until one is saved. */
  readonly legacyApplication: string;
  readonly schedule: ScheduleView;
  readonly sheet: SheetView;
  readonly activity: ActivityView;
  readonly api: ApiView;
  readonly lastRun: LastRunView;
  /** Whether there is a log sheet to open. */
  readonly hasLog: boolean;
}

/** Which rows of the sheet in front. */
export type RowScope = 'all' | 'selected';

/** What a sync would do, and nothing of it done. */
export interface PreviewView {
  readonly sheetName: string;
  /** For instance "3 contacts would change, 1 row needs you, 17 are unchanged." */
  readonly sentence: string;
  readonly contacts: number;
  readonly unchanged: number;
  readonly problems: number;
  /** The first hundred, with the values that Keap has now. */
  readonly changes: readonly ChangeView[];
  /** How many contacts there are beyond those shown. */
  readonly moreContacts: number;
  /** The first hundred rows that would fail or need a decision. */
  readonly problemRows: readonly ProblemRowView[];
  /** For instance "6 requests to Keap, less than a minute." */
  readonly cost: string;
  /** Names this very plan for `syncPlan`. */
  readonly plan: string;
}

export interface ChangeView {
  readonly contact: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export interface ProblemRowView {
  /** As the user counts, from 1. */
  readonly line: number;
  readonly contact: string;
  readonly reason: string;
}

/** What undoing would set back. */
export interface UndoView {
  /** Names the run for `undoRun`; empty where there is nothing to undo, and then the sentence says why. */
  readonly run: string;
  readonly sentence: string;
  /** The first hundred. */
  readonly changes: readonly ChangeView[];
  readonly moreChanges: number;
  /** What stays as it is and why: changed by somebody since, or an opt-out. The first hundred. */
  readonly left: readonly { readonly contact: string; readonly field: string; readonly reason: string }[];
}

/** What became of something that was done, in a sentence, and how everything stands now. */
export interface DoneView {
  readonly summary: string;
  readonly state: SidebarState;
}

/** What stopping has led to, in a sentence, and what goes on now. */
export interface StopView {
  readonly summary: string;
  readonly activity: ActivityView;
}

export interface ConnectionFunctions {
  saveClient(input: { readonly clientId: string; readonly clientSecret: string }): SidebarState;
  /** The address of Keap's consent page, good for an hour. */
  beginConsent(): { readonly url: string };
  /** Tries a personal access token or a service account key, and keeps it where Keap takes it. */
  connectKey(input: { readonly key: string }): DoneView;
  /** The same for the application name and the retired legacy key. */
  connectLegacyKey(input: { readonly application: string; readonly key: string }): DoneView;
  /** One cheap call to Keap: says the account's name. */
  testConnection(): DoneView;
  /** Goes on with the account just consented to: every row is sent again. */
  acceptAccount(): DoneView;
  /** Stays with the document's account and forgets the other consent. */
  keepAccount(): DoneView;
  /** From now on the daily sync runs with the connection of whoever asks. */
  takeOver(): DoneView;
  disconnect(): DoneView;
}

export interface SheetFunctions {
  saveSchedule(input: {
    readonly isOn: boolean;
    readonly hour: number;
    readonly mailTo: string;
    readonly mailsOn: boolean;
  }): SidebarState;
  /** For this sheet, which need not be in front any more. Of each column its letter, its header as last seen, and what it is to mean. */
  saveColumns(input: {
    readonly sheetId: number;
    readonly columns: readonly {
      readonly letter: string;
      readonly header: string;
      readonly meaning: string;
      readonly blankClears: boolean;
    }[];
  }): SidebarState;
  saveApi(input: { readonly choice: ApiChoice }): SidebarState;
  preview(input: { readonly scope: RowScope }): PreviewView;
  /** Sends what this preview showed and nothing that has changed since. */
  syncPlan(input: { readonly scope: RowScope; readonly plan: string }): DoneView;
  /** Syncs the sheet in front. */
  syncNow(): DoneView;
  activity(): ActivityView;
  /** Ends a run after the chunk in flight, or at once one that waits for its time. */
  stopSync(): StopView;
  previewUndo(): UndoView;
  undoRun(input: { readonly run: string }): DoneView;
  /** Fills blank cells from Keap, filled ones as well where `overwrite` is set. */
  fetchContacts(input: { readonly scope: RowScope; readonly overwrite: boolean }): DoneView;
  /** Selects the first row that failed, and says how many there are. */
  showFailedRows(): { readonly summary: string };
  showLog(): { readonly summary: string };
}

export interface ServerFunctions extends ConnectionFunctions, SheetFunctions {
  loadState(): SidebarState;
}

export type ServerFunctionName = keyof ServerFunctions;

/** Every question is answered by one of these; a problem's `advice` is a sentence that says what to do. */
export type ServerAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly advice: string };
