/** What the page in the browser and the playground's server send each other. */

import type { BrownoutKind } from '../keap/brownout.ts';

/** A changed cell: row and column from 0, the text shown, and the text to edit if that differs. */
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

/** A page that the script shows; its content is at `/frame/` and this id. */
export interface PageView {
  readonly id: string;
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** One execution, running or ended; times in milliseconds, `startedMs` since 1970. */
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
  /** Undefined for a one-time trigger that has fired. */
  readonly nextMs: number | undefined;
}

export interface MailView {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly sentMs: number;
}

/** How many times faster than in reality calls are answered; 0 is without delay. */
export type Pace = 0 | 1 | 10;

/** Faults that last until they are switched off. */
export type FaultName = 'throttle' | 'outage' | 'brownout';

export interface ClockView {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly isMoving: boolean;
  readonly pace: Pace;
}

export interface FaultsView {
  readonly active: readonly FaultName[];
  /** How XML-RPC answers while it is switched off. */
  readonly brownoutKind: BrownoutKind;
  /** The next execution that gets to this service call is killed before it. */
  readonly killAt: number | undefined;
}

/** What the server sends to the page: everything at first, then whatever has changed. */
export interface View {
  /** Changes when everything is restarted. */
  readonly world: string;
  readonly documentName: string;
  readonly clock: ClockView;
  readonly sheets: readonly SheetHead[];
  readonly activeSheet: number;
  readonly menus: readonly MenuView[];
  readonly triggers: readonly TriggerView[];
  readonly faults: FaultsView;
}

export interface Change extends Partial<View> {
  /** If a sheet is sent as a whole, all its other cells are empty. */
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

/** The sheet that someone has open, and what they have selected in it. */
export interface SheetSelection {
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

/** A lasting fault, or something that happens once. */
export type FaultCommand = 'expire-token' | 'revoke-tokens' | FaultName;

export interface KeapContact {
  readonly id: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Of its first address; empty if it has none. */
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

/** The commands of the page, each with its input and its output. */
export interface Commands {
  edit: {
    input: { readonly sheet: number; readonly cells: readonly (readonly [number, number, string])[] };
    output: null;
  };
  select: { input: SheetSelection; output: null };
  arrange: {
    input: { readonly sheet: number; readonly action: ArrangeCommand; readonly area: Area };
    output: null;
  };
  menu: {
    input: { readonly path: string; readonly selection: SheetSelection };
    output: { readonly problem: string; readonly front: SheetSelection };
  };
  /** `google.script.run`. */
  run: {
    input: {
      readonly functionName: string;
      readonly args: readonly unknown[];
      readonly selection: SheetSelection;
    };
    output: { readonly answer: RunAnswer; readonly front: SheetSelection };
  };
  pass: { input: { readonly ms: number }; output: null };
  pace: { input: { readonly pace: Pace }; output: null };
  fault: { input: { readonly action: FaultCommand; readonly isOn: boolean }; output: null };
  /** Sets how XML-RPC answers while it is switched off. */
  brownout: { input: { readonly kind: BrownoutKind }; output: null };
  kill: { input: { readonly atCall: number }; output: null };
  connect: { input: null; output: { readonly problem: string } };
  restart: { input: null; output: null };
  keapContacts: {
    input: { readonly search: string; readonly from: number };
    output: { readonly count: number; readonly contacts: readonly KeapContact[] };
  };
  keapRequests: { input: { readonly from: number }; output: readonly KeapRequest[] };
  keapRequest: {
    input: { readonly index: number };
    output: { readonly asked: string; readonly answered: string };
  };
}

export type CommandName = keyof Commands;

export type RunAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly name: string; readonly message: string };
