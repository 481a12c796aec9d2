/** What goes between the page in the browser and the playground: names, and the shape of what goes each way. */

import type { BrownoutKind } from '../keap/brownout.ts';

/** The changes of one sheet: row and column from 0, what is shown, and what one would edit where that differs. */
export type CellChange = readonly [row: number, column: number, shown: string, edited?: string];

export interface SheetHead {
  readonly id: number;
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly hiddenColumns: readonly number[];
}

export interface MenuView {
  readonly title: string;
  readonly labels: readonly string[];
}

export interface ToastView {
  readonly title: string;
  readonly message: string;
}

/** A page that the script shows: what stands in the frame is at `/frame/` and this id. */
export interface PageView {
  readonly id: string;
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** One execution, ended or not; times in milliseconds, `startedMs` since 1970. */
export interface ExecutionView {
  readonly id: number;
  readonly functionName: string;
  readonly startedBy: string;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly calls: readonly CallsView[];
  readonly ending: 'running' | 'completed' | 'failed' | 'killed';
  /** Why it failed or was killed. */
  readonly reason: string;
  readonly logs: readonly string[];
}

/** Calls of one kind within an execution. */
export interface CallsView {
  readonly name: string;
  readonly count: number;
  readonly tookMs: number;
}

export interface TriggerView {
  readonly functionName: string;
  readonly everyMs: number | undefined;
  /** Undefined where it has fired its one time. */
  readonly nextMs: number | undefined;
}

export interface MailView {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly sentMs: number;
}

/** How many times as fast as in reality calls are answered; 0 is at once. */
export type Pace = 0 | 1 | 10;

/** Troubles that last until they are switched off. */
export type FaultName = 'throttle' | 'outage' | 'brownout';

export interface ClockView {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly isMoving: boolean;
  readonly pace: Pace;
}

export interface FaultsView {
  readonly faults: readonly FaultName[];
  /** What XML-RPC answers while it is out. */
  readonly brownoutKind: BrownoutKind;
  /** The service call before which the next execution that comes so far is killed. */
  readonly killAt: number | undefined;
}

/** What the playground tells the page: all of it at first, then whatever has changed. */
export interface View {
  /** Differs from the last one where everything has begun anew. */
  readonly world: string;
  readonly documentName: string;
  readonly clock: ClockView;
  readonly sheets: readonly SheetHead[];
  readonly activeSheet: number;
  readonly menus: readonly MenuView[];
  readonly triggers: readonly TriggerView[];
  readonly trouble: FaultsView;
}

export interface Change extends Partial<View> {
  /** By the id of the sheet. Sheets that are named whole have lost everything else. */
  readonly cells?: readonly SheetCells[];
  readonly executions?: readonly ExecutionView[];
  readonly mails?: readonly MailView[];
  readonly toasts?: readonly ToastView[];
  readonly pages?: readonly PageView[];
}

export interface SheetCells {
  readonly sheet: number;
  readonly isWhole: boolean;
  readonly changes: readonly CellChange[];
}

export interface Area {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where somebody stands: the sheet before them, and what they have selected there. */
export interface Place {
  readonly sheet: number;
  readonly areas: readonly Area[];
}

export type ArrangeCommand =
  | 'sort-ascending'
  | 'sort-descending'
  | 'insert-row'
  | 'delete-rows'
  | 'insert-column'
  | 'delete-columns';

export type FaultCommand = 'expire-token' | 'revoke-tokens' | 'mend' | FaultName;

export interface KeapContact {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Of its first address; empty where it has none. */
  readonly optStatus: string;
}

export interface KeapRequest {
  readonly index: number;
  readonly atMs: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly what: string;
  readonly status: number;
}

/** What the page may ask for, each name with what goes there and what comes back. */
export interface Commands {
  edit: {
    asks: { readonly sheet: number; readonly cells: readonly (readonly [number, number, string])[] };
    gives: null;
  };
  select: { asks: Place; gives: null };
  arrange: {
    asks: { readonly sheet: number; readonly deed: ArrangeCommand; readonly area: Area };
    gives: null;
  };
  menu: {
    asks: { readonly path: string; readonly place: Place };
    gives: { readonly problem: string; readonly front: Place };
  };
  /** `google.script.run`. */
  run: {
    asks: { readonly functionName: string; readonly args: readonly unknown[]; readonly place: Place };
    gives: { readonly answer: RunAnswer; readonly front: Place };
  };
  pass: { asks: { readonly ms: number }; gives: null };
  pace: { asks: { readonly pace: Pace }; gives: null };
  fault: { asks: { readonly deed: FaultCommand; readonly isOn: boolean }; gives: null };
  /** What XML-RPC is to answer while it is out. */
  brownout: { asks: { readonly kind: BrownoutKind }; gives: null };
  kill: { asks: { readonly atCall: number }; gives: null };
  connect: { asks: null; gives: { readonly problem: string } };
  startAgain: { asks: null; gives: null };
  keapContacts: {
    asks: { readonly search: string; readonly from: number };
    gives: { readonly count: number; readonly contacts: readonly KeapContact[] };
  };
  keapRequests: { asks: { readonly from: number }; gives: readonly KeapRequest[] };
  keapRequest: {
    asks: { readonly index: number };
    gives: { readonly asked: string; readonly answered: string };
  };
}

export type CommandName = keyof Commands;

export type RunAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly name: string; readonly message: string };
