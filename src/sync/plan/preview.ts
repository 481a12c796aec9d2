/** Shows what a sync would change in Keap, without changing it. */
import type {
  ContactChange,
  ContactId,
  FieldName,
  FieldValues,
  NothingElse,
  OptChange,
  Tag,
  TagChange,
} from '../../keap/contacts/contact.ts';
import { fieldsBeside } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { shownValue } from '../../keap/contacts/field-values.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded, OptState } from '../../keap/contacts/outcome.ts';
import { tagCalls } from '../../keap/contacts/tagging.ts';
import { tagLabel, tagsField } from '../../keap/contacts/tags.ts';
import { optField } from '../log/journal.ts';
import type { Fingerprint } from '../sheet/fingerprint.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import { addressConflicts } from './address-conflicts.ts';
import { type BrakedPlan, optOutsIn, planWithBrake } from './brake.ts';
import type { BrakeMemory } from './brake-memory.ts';
import { differenceOf } from './diff.ts';
import { problemOfChange } from './difficult-values.ts';
import { newAddressNote } from './new-address.ts';
import { newTagNames, newTagRule, type ShownNewTag, shownNewTags } from './new-tags.ts';
import { optConflictText } from './opt-conflicts.ts';
import { contactText, type PlannedChange, type PlanScope, planSync } from './plan.ts';
import { checkName, planToken } from './plan-token.ts';
import type { PreviewCounts } from './preview-counts.ts';
import { type NewTagRule, tagsUnreadable, withTags } from './tag-changes.ts';
import { withTypes } from './typed-values.ts';
import type { UnknownTags } from './unknown-tags.ts';

/** One field of one contact, now and then. */
export interface PreviewChange {
  readonly contact: number;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What was found out about rows without a contact id, whose view has the ids that Keap has. */
export interface PreviewedIds {
  /** Rows. */
  readonly found: number;
  /** Addresses that belong to several contacts. */
  readonly several: number;
  /** Contacts that would be created, each with its values, and what its row asks for. */
  readonly created: readonly CreatedContact[];
  /** Names the rows by what they hold, for the sync that is to find their contacts again. */
  readonly sought: readonly string[];
}

interface CreatedContact {
  readonly fields: FieldValues;
  /** Applied once the contact is there. */
  readonly tags?: TagChange;
  /** Its opt-in, sent once the contact is there. */
  readonly opt?: OptChange;
  readonly fingerprint: Fingerprint;
}

/** Stands for the id of a contact that is not there yet. */
export const newContact = 0;

/** A row that would not be synced, and why; `rowIndex` from 0. */
export interface PreviewProblem {
  readonly rowIndex: number;
  readonly contact: string;
  readonly reason: string;
}

/** One piece of a preview: a sheet may plan more contacts than Keap can be asked about at once. */
export interface Preview {
  /** What this piece has found. The first one also has what the sheet alone tells, such as rows that need a check. */
  readonly counts: PreviewCounts;
  readonly changes: readonly PreviewChange[];
  /** Of the whole plan, as far as nothing is known to stand in the way of their rows. */
  readonly newTags: readonly ShownNewTag[];
  /** Contacts of the plan that are in a later piece. */
  readonly left: number;
  readonly problems: readonly PreviewProblem[];
  /** What the sync would hold back until somebody confirms it, and why. */
  readonly brake: Pick<BrakedPlan, 'held' | 'questions'>;
  /** Names this very plan. */
  readonly plan: string;
}

/** Keap is asked about so many contacts at a time: one reading over XML-RPC. */
const contactsPerPiece = 500;
/** The status of an address that would be opted out is a request, and only shown: more of them are left out. */
const maxOptOutStates = 25;

/**
 * What a sync would do now, from this contact of the plan (counted from 0) on. Reads the sheet and Keap, and changes
 * neither.
 */
export function previewSync(
  context: {
    readonly read: SheetReader;
    readonly service: ContactService;
    readonly account: string;
    readonly brake: { readonly memory: BrakeMemory; readonly maxAtOnce: number };
    readonly ids?: PreviewedIds;
    readonly unknownTags?: UnknownTags;
  },
  scope: PlanScope,
  from = 0,
): Preview {
  const view = context.read();
  const plan = planSync(view, context.account, scope);
  const { held, questions } = planWithBrake({ view, account: context.account, scope, ...context.brake });
  const piece = plan.changes.slice(from, from + contactsPerPiece);
  const tagRule = newTagRule(context.unknownTags ?? 'leave');
  const compared = compareWith(
    { service: context.service, tagRule },
    piece,
    piece.some(({ change }) => change.opt !== undefined)
      ? addressConflicts(context.service, plan.changes)
      : new Map(),
  );
  const idAt = (rowIndex: number) => contactText(view, rowIndex);
  const isFirst = from === 0;
  const { found = 0, several = 0, created = [], sought = [] } = context.ids ?? {};
  const checks = [...(isFirst ? plan.statuses : [])].flatMap(
    ([rowIndex, { status, message }]): PreviewProblem[] =>
      status === 'Check' ? [{ rowIndex, contact: idAt(rowIndex), reason: message }] : [],
  );
  const failures = compared.flatMap(({ planned, failure }): PreviewProblem[] =>
    failure === undefined
      ? []
      : planned.rowIndexes.map((rowIndex) => ({ rowIndex, contact: idAt(rowIndex), reason: failure })),
  );
  const failed = new Set(
    compared.filter(({ failure }) => failure !== undefined).map(({ planned }) => planned),
  );
  const changing = compared.filter(({ changes }) => changes.length > 0);
  const notFailed = plan.changes.filter((planned) => !failed.has(planned));
  const newTags = newTagsOf(context.service, tagRule, notFailed, created);
  const upToDate = compared.filter(({ changes, failure }) => changes.length === 0 && failure === undefined);
  const problems = [...checks, ...failures].sort((one, other) => one.rowIndex - other.rowIndex);
  const rowsOf = (some: readonly Compared[]) =>
    some.reduce((sum, { planned }) => sum + planned.rowIndexes.length, 0);
  const having = (is: (change: ContactChange) => boolean) => changing.filter(({ left }) => is(left)).length;
  return {
    counts: {
      compared: piece.length,
      changing: changing.length,
      unchanged: isFirst ? plan.unchanged : 0,
      matching: rowsOf(upToDate),
      problemRows: problems.length,
      optOuts: optOutsIn(
        view,
        piece.filter((planned) => !failed.has(planned)),
      ),
      optIns:
        having(({ opt }) => opt?.kind === 'opt-in') +
        (isFirst ? created.filter(({ opt }) => opt?.kind === 'opt-in').length : 0),
      emptied: having(({ fields }) => [...fields.values()].includes('')),
      tagsApplied:
        having(({ tags }) => (tags?.apply.length ?? 0) > 0) +
        (isFirst ? created.filter(({ tags }) => (tags?.apply.length ?? 0) > 0).length : 0),
      tagsRemoved: having(({ tags }) => (tags?.remove.length ?? 0) > 0),
      newAddresses: changing.filter(({ hasNewAddress }) => hasNewAddress).length,
      found: isFirst ? found : 0,
      several: isFirst ? several : 0,
      created: isFirst ? created.length : 0,
      calls:
        changing.reduce((sum, { left }) => sum + writesOf(left), 0) +
        tagCalls(context.service.api(), [...changing.map(({ left }) => left), ...(isFirst ? created : [])]) +
        (piece.length > 0 ? 1 : 0) +
        (isFirst ? created.length + newTags.length : 0),
    },
    newTags,
    changes: [
      ...changing.flatMap(({ changes }) => changes),
      ...(isFirst ? created : []).flatMap(createdChanges),
    ],
    left: Math.max(0, plan.changes.length - from - piece.length),
    problems,
    brake: { held, questions },
    plan: planToken(
      [...plan.changes, ...created].map(({ fingerprint }) => fingerprint),
      [
        ...[...plan.statuses].flatMap(([rowIndex, { status, message }]) =>
          status === 'Check' ? [checkName(idAt(rowIndex), message)] : [],
        ),
        ...sought,
      ],
    ),
  };
}

function newTagsOf(
  service: ContactService,
  tagRule: NewTagRule,
  planned: readonly PlannedChange[],
  created: readonly CreatedContact[],
): readonly ShownNewTag[] {
  const { changes, failure } = withTags(service, withTypes(service, planned), tagRule);
  const sendable = changes.filter(({ problems }) => problems.size === 0);
  const ofNew = created.flatMap(({ tags }) => (tags === undefined ? [] : [tags]));
  return failure === undefined ? shownNewTags(service, newTagNames(sendable, ofNew)) : [];
}

function createdChanges({ fields, tags, opt }: CreatedContact): PreviewChange[] {
  const values = [...fields]
    .filter(([, to]) => to !== '')
    .map(([field, to]) => ({ contact: newContact, field, from: '', to: shownValue(field, to) }));
  // It has no tag that could be removed.
  const changes = [...values, ...tagChanges(newContact, { apply: tags?.apply ?? [], remove: [] })];
  if (opt === undefined) return changes;
  return [...changes, { contact: newContact, field: optField, from: '', to: optText(opt) }];
}

function optText({ kind, reason }: OptChange): string {
  return `${kind === 'opt-out' ? 'Opt out' : 'Opt in'}: ${reason}`;
}

interface Compared {
  readonly planned: PlannedChange;
  readonly left: ContactChange;
  readonly changes: readonly PreviewChange[];
  readonly hasNewAddress: boolean;
  readonly failure?: string;
}

function compareWith(
  { service, tagRule }: { readonly service: ContactService; readonly tagRule: NewTagRule },
  shown: readonly PlannedChange[],
  conflicts: ReadonlyMap<ContactId, ContactId>,
): Compared[] {
  if (shown.length === 0) return [];
  const sent = shown.flatMap(({ change }) => [...change.fields.keys()]);
  const names = new Set<FieldName>(['Email', ...sent.flatMap((name) => [name, ...fieldsBeside(name)])]);
  if (shown.some(({ change }) => change.tags !== undefined)) names.add(tagsField);
  const loaded = service.load(
    shown.map(({ change }) => change.id),
    [...names],
  );
  const states = optStates(service, shown, loaded);
  const { changes: typed, failure: noTags } = withTags(service, withTypes(service, shown), tagRule);
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
    const { change, forms, problems } = typed[index] ?? planned;
    const tagsFailure = noTags ?? (now.fields.has(tagsField) ? undefined : tagsUnreadable);
    if (change.tags !== undefined && tagsFailure !== undefined) {
      return { planned, left: change, changes: [], hasNewAddress: false, failure: tagsFailure.reason };
    }
    const left = differenceOf(change, now.fields, forms);
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
  { id, fields, opt, tags, ...rest }: ContactChange,
  current: FieldValues,
  state: OptState | undefined,
): Pick<Compared, 'changes' | 'failure'> {
  rest satisfies NothingElse;
  const changes = [...fields].map(([field, to]): PreviewChange => {
    return { contact: id, field, from: shownValue(field, current.get(field) ?? ''), to };
  });
  changes.push(...tagChanges(id, tags));
  if (opt === undefined) return { changes };
  if (opt.kind === 'opt-in' && state?.kind === 'known' && state.optInRefusal !== undefined) {
    return { changes, failure: state.optInRefusal };
  }
  const from = state?.kind === 'known' ? state.label : '';
  return { changes: [...changes, { contact: id, field: optField, from, to: optText(opt) }] };
}

function tagChanges(contact: number, { apply, remove }: TagChange = noTagChange): PreviewChange[] {
  return [
    ...apply.map((tag) => ({ contact, field: 'Tag', from: '', to: `Apply: ${shownTag(tag)}` })),
    ...remove.map((tag) => ({ contact, field: 'Tag', from: shownTag(tag), to: 'Remove' })),
  ];
}

const noTagChange: TagChange = { apply: [], remove: [] };

function shownTag({ name, id }: Tag): string {
  return id === undefined ? `${name} (new)` : tagLabel({ name, id });
}

/**
 * What Keap says of the addresses that contacts will have, by contact: of each that would be opted in, as Keap may refuse
 * that, and of the first that would be opted out.
 */
function optStates(
  service: ContactService,
  shown: readonly PlannedChange[],
  loaded: readonly Loaded[],
): ReadonlyMap<number, OptState> {
  let optOuts = 0;
  const asked = shown.flatMap(({ change: { id, fields, opt } }, index) => {
    const now = loaded[index];
    const current = now?.kind === 'found' ? now.fields.get('Email') : undefined;
    const address = fields.get('Email') ?? current ?? '';
    if (opt === undefined || address === '') return [];
    if (opt.kind === 'opt-out' && ++optOuts > maxOptOutStates) return [];
    return [{ id, address }];
  });
  if (asked.length === 0) return new Map();
  const states = service.optStates(asked.map(({ address }) => address));
  return new Map(
    asked.flatMap(({ id }, index): [number, OptState][] => {
      const state = states[index];
      return state === undefined ? [] : [[id, state]];
    }),
  );
}

/** Fields take a request, and an opt-out or opt-in another; those of tags may be for many contacts. */
function writesOf({ id: _id, fields, opt, tags: _tags, ...rest }: ContactChange): number {
  rest satisfies NothingElse;
  return (fields.size > 0 ? 1 : 0) + (opt === undefined ? 0 : 1);
}
