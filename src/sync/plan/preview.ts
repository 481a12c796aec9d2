/** Shows what a sync would change in Keap, without changing it. */
import type { ContactChange, FieldName, FieldValues, NothingElse } from '../../keap/contacts/contact.ts';
import { fieldsBeside } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { shownValue } from '../../keap/contacts/field-values.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded, OptState } from '../../keap/contacts/outcome.ts';
import { optField } from '../log/journal.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import { type BrakedPlan, optOutsIn, planWithBrake } from './brake.ts';
import type { BrakeMemory } from './brake-memory.ts';
import { differenceOf } from './diff.ts';
import { problemOfChange } from './difficult-values.ts';
import { newAddressNote } from './new-address.ts';
import { optConflicts, optConflictText, optingAddresses } from './opt-conflicts.ts';
import { type PlannedChange, type PlanScope, planSync } from './plan.ts';
import { planToken } from './plan-token.ts';
import { withTypes } from './typed-values.ts';

/** One field of one contact, now and then. */
export interface PreviewChange {
  readonly contact: number;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** A row that would not be synced, and why; `rowIndex` from 0. */
export interface PreviewProblem {
  readonly rowIndex: number;
  readonly contact: string;
  readonly reason: string;
}

export interface Preview {
  /** Contacts that would change, as far as they were looked at; those beyond are counted as if all would. */
  readonly contacts: number;
  readonly unchanged: number;
  readonly changes: readonly PreviewChange[];
  /** Contacts that Keap was not asked about. */
  readonly moreContacts: number;
  readonly problems: readonly PreviewProblem[];
  /** How many of the contacts that were looked at get an address that Keap does not email before it is opted in. */
  readonly newAddresses: number;
  /** Requests to Keap that the sync would take, about. */
  readonly calls: number;
  /** Contacts that would be opted out, over the whole plan. */
  readonly optOuts: number;
  /** What the sync would hold back until somebody confirms it, and why. */
  readonly brake: Pick<BrakedPlan, 'held' | 'questions'>;
  /** Names this very plan. */
  readonly plan: string;
}

/** As many as anybody reads; Keap is asked about so many contacts and no more. */
const maxShown = 100;
/** An opt status is a request for each address. */
const maxOptStates = 25;

/** What a sync would do now. Reads the sheet and Keap, and changes neither. */
export function previewSync(
  context: {
    readonly read: SheetReader;
    readonly service: ContactService;
    readonly account: string;
    readonly brake: { readonly memory: BrakeMemory; readonly maxAtOnce: number };
  },
  scope: PlanScope,
): Preview {
  const view = context.read();
  const { grid, columns } = view;
  const plan = planSync(view, context.account, scope);
  const { held, questions } = planWithBrake({ view, account: context.account, scope, ...context.brake });
  const shown = plan.changes.slice(0, maxShown);
  const compared = compareWith(context.service, shown);
  const idAt = (rowIndex: number) => String(grid.cells[rowIndex]?.[columns.id] ?? '');
  const checks = [...plan.statuses].flatMap(([rowIndex, { status, message }]): PreviewProblem[] =>
    status === 'Check' ? [{ rowIndex, contact: idAt(rowIndex), reason: message }] : [],
  );
  const failures = compared.flatMap(({ planned, failure }): PreviewProblem[] =>
    failure === undefined
      ? []
      : planned.rowIndexes.map((rowIndex) => ({ rowIndex, contact: idAt(rowIndex), reason: failure })),
  );
  const unseen = plan.changes.slice(maxShown).flatMap(({ rowIndexes, problems }): PreviewProblem[] => {
    const [reason] = problems.values();
    return reason === undefined
      ? []
      : rowIndexes.map((rowIndex) => ({ rowIndex, contact: idAt(rowIndex), reason }));
  });
  const failed = new Set(
    compared.filter(({ failure }) => failure !== undefined).map(({ planned }) => planned),
  );
  const changing = compared.filter(({ changes }) => changes.length > 0);
  const moreContacts = plan.changes.length - shown.length;
  const upToDate = compared.filter(({ changes, failure }) => changes.length === 0 && failure === undefined);
  return {
    contacts: changing.length + moreContacts,
    unchanged: plan.unchanged + upToDate.reduce((sum, { planned }) => sum + planned.rowIndexes.length, 0),
    changes: changing.flatMap(({ changes }) => changes).slice(0, maxShown),
    moreContacts,
    problems: [...checks, ...failures, ...unseen].sort((one, other) => one.rowIndex - other.rowIndex),
    newAddresses: changing.filter(({ hasNewAddress }) => hasNewAddress).length,
    calls: callsFor(
      changing.map(({ left }) => left),
      plan.changes.slice(maxShown),
      plan.changes.length,
    ),
    optOuts: optOutsIn(
      view,
      plan.changes.filter((planned) => !failed.has(planned)),
    ),
    brake: { held, questions },
    plan: planToken(plan.changes.map(({ fingerprint }) => fingerprint)),
  };
}

interface Compared {
  readonly planned: PlannedChange;
  readonly left: ContactChange;
  readonly changes: readonly PreviewChange[];
  readonly hasNewAddress: boolean;
  readonly failure?: string;
}

function compareWith(service: ContactService, shown: readonly PlannedChange[]): Compared[] {
  if (shown.length === 0) return [];
  const sent = shown.flatMap(({ change }) => [...change.fields.keys()]);
  const names = new Set<FieldName>(['Email', ...sent.flatMap((name) => [name, ...fieldsBeside(name)])]);
  const loaded = service.load(
    shown.map(({ change }) => change.id),
    [...names],
  );
  const states = optStates(service, shown, loaded);
  const conflicts = optConflicts(
    shown.map(({ change }, index) => {
      const now = loaded[index];
      return optingAddresses(change, now?.kind === 'found' ? (now.fields.get('Email') ?? '') : '');
    }),
  );
  const typed = withTypes(service, shown);
  return shown.map((planned, index): Compared => {
    const now = loaded[index] ?? noAnswer;
    if (now.kind === 'failed') {
      return { planned, left: planned.change, changes: [], hasNewAddress: false, failure: now.reason };
    }
    const opposite = conflicts.get(planned.change.id);
    if (opposite !== undefined) {
      const failure = optConflictText(opposite);
      return { planned, left: planned.change, changes: [], hasNewAddress: false, failure };
    }
    const { change, numbers, problems } = typed[index] ?? planned;
    const left = differenceOf(change, now.fields, numbers);
    const problem = problemOfChange({ problems }, left);
    if (problem !== undefined) {
      return { planned, left, changes: [], hasNewAddress: false, failure: problem };
    }
    const hasNewAddress = newAddressNote(planned, left, now.fields) !== undefined;
    return { planned, left, hasNewAddress, ...previewOf(left, now.fields, states.get(planned.change.id)) };
  });
}

/** What a change would do to a contact with these values. */
function previewOf(
  { id, fields, opt, ...rest }: ContactChange,
  current: FieldValues,
  state: OptState | undefined,
): Pick<Compared, 'changes' | 'failure'> {
  rest satisfies NothingElse;
  const changes = [...fields].map(([field, to]): PreviewChange => {
    return { contact: id, field, from: shownValue(field, current.get(field) ?? ''), to };
  });
  if (opt === undefined) return { changes };
  if (opt.kind === 'opt-in' && state?.kind === 'known' && state.optInRefusal !== undefined) {
    return { changes, failure: state.optInRefusal };
  }
  const to = `${opt.kind === 'opt-out' ? 'Opt out' : 'Opt in'}: ${opt.reason}`;
  const from = state?.kind === 'known' ? state.label : '';
  return { changes: [...changes, { contact: id, field: optField, from, to }] };
}

/** What Keap says of the addresses that the first contacts will have, by contact. */
function optStates(
  service: ContactService,
  shown: readonly PlannedChange[],
  loaded: readonly Loaded[],
): ReadonlyMap<number, OptState> {
  const asked = shown
    .flatMap(({ change }, index) => {
      const now = loaded[index];
      const current = now?.kind === 'found' ? now.fields.get('Email') : undefined;
      const address = change.fields.get('Email') ?? current ?? '';
      return change.opt === undefined || address === '' ? [] : [{ id: change.id, address }];
    })
    .slice(0, maxOptStates);
  if (asked.length === 0) return new Map();
  const states = service.optStates(asked.map(({ address }) => address));
  return new Map(
    asked.flatMap(({ id }, index): [number, OptState][] => {
      const state = states[index];
      return state === undefined ? [] : [[id, state]];
    }),
  );
}

/** Contacts are read some hundred at a time; fields take a request, and an opt-out or opt-in another. */
function callsFor(
  known: readonly ContactChange[],
  unknown: readonly PlannedChange[],
  contacts: number,
): number {
  const changes = [...known, ...unknown.map(({ change }) => change)];
  return changes.reduce((sum, change) => sum + writesOf(change), Math.ceil(contacts / 400));
}

function writesOf({ id: _id, fields, opt, ...rest }: ContactChange): number {
  rest satisfies NothingElse;
  return (fields.size > 0 ? 1 : 0) + (opt === undefined ? 0 : 1);
}
