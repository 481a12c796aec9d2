/** What the sidebar may ask of the server. Types only: the browser's client and the server are both held to them. */

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
    | 'damaged';
  readonly sentence: string;
  readonly nextStep: string;
}

/** A header of the sheet and what we take it for, both as text. */
export interface ColumnView {
  readonly header: string;
  readonly meaning: string;
}

export interface SheetView {
  readonly name: string;
  readonly columns: readonly ColumnView[];
  /** Headers that mean nothing to us. */
  readonly ignored: readonly string[];
  /** What keeps this sheet from being synced, as a sentence; empty when nothing does. */
  readonly problem: string;
}

export interface ScheduleView {
  readonly isOn: boolean;
  /** 0 to 23, in the document's time zone. */
  readonly hour: number;
  /** Where mails about trouble go; empty for none. */
  readonly mailTo: string;
  readonly timeZone: string;
}

export interface SidebarState {
  readonly connection: ConnectionView;
  /** To be copied into the Keap developer app. */
  readonly redirectUri: string;
  /** Empty until one is saved. */
  readonly clientId: string;
  /** The secret itself never travels to the browser. */
  readonly hasClientSecret: boolean;
  readonly schedule: ScheduleView;
  readonly sheet: SheetView;
  /** When and how the last run ended, as a sentence; empty before the first one. */
  readonly lastRun: string;
}

export interface ServerFunctions {
  loadState(): SidebarState;
  saveClient(input: { readonly clientId: string; readonly clientSecret: string }): SidebarState;
  /** The address of Keap's consent page, good for an hour. */
  beginConsent(): { readonly url: string };
  disconnect(): SidebarState;
  saveSchedule(input: {
    readonly isOn: boolean;
    readonly hour: number;
    readonly mailTo: string;
  }): SidebarState;
  /** Syncs the sheet in front; `summary` says in a sentence what became of it. */
  syncNow(): { readonly summary: string; readonly state: SidebarState };
}

export type ServerFunctionName = keyof ServerFunctions;

/** Every question is answered by one of these; a problem's `advice` is a sentence that says what to do. */
export type ServerAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly advice: string };
