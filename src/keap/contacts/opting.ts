/**
 * The steps of a change, over either API. An opt-out that was asked for waits for nothing: the address that the contact has
 * is opted out before its fields are written, and a new address right after it was written. So whatever fails or kills the
 * execution in between, no address of the row stays mailable for longer than until the next run. An opt-in comes next, and
 * tags come last, where all the rest is done: they can start an automation that sends email.
 */
import type { ContactChange, ContactId, NothingElse, OptChange } from './contact.ts';
import { emailNotChanged, noAddress, noAnswer, oldAddressUnknown } from './messages.ts';
import type { Failed, FieldsOutcome, OptOutcome, Outcome, TagsOutcome } from './outcome.ts';
import { isWritten, joinOutcome, joinTags, tagsHeldBack } from './outcome-parts.ts';
import { changeTags, type TagSteps } from './tagging.ts';

/** The opting of one address. */
export interface OptRequest {
  readonly address: string;
  readonly reason: string;
}

/** What the steps need of an API. Each gives one result per item, in order. */
export interface ChangeSteps extends TagSteps {
  /** The main addresses of these contacts right now, empty for a contact without one. */
  addresses(ids: readonly ContactId[]): (CurrentAddress | Failed)[];
  optOut(requests: readonly OptRequest[]): OptOutcome[];
  /** Asks for each status right before, and never opts in an address that has opted out. */
  optIn(requests: readonly OptRequest[]): OptOutcome[];
  /** Writes the fields of changes that have some. */
  writeFields(changes: readonly ContactChange[]): FieldsOutcome[];
}

/** The address that a contact has. */
export interface CurrentAddress {
  readonly kind: 'address';
  readonly address: string;
}

/** A change on its way through the steps. */
interface Pending {
  readonly change: ContactChange;
  readonly opt: OptChange | undefined;
  /** The address that the change writes; undefined where it leaves the address alone. */
  readonly newAddress: string | undefined;
  current: CurrentAddress | Failed | undefined;
  fields: FieldsOutcome | undefined;
  /** Of one address, or of the old and the new one. */
  readonly opted: OptOutcome[];
  tags: TagsOutcome | undefined;
}

/** Applies these changes step by step. */
export function applyInSteps(steps: ChangeSteps, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map(pendingChange);
  readAddresses(steps, all);
  optOutCurrent(steps, all);
  writeFields(steps, all);
  optOutNew(steps, all);
  optIn(steps, all);
  tag(steps, all);
  return all.map((one) => {
    const { tags } = one;
    if (tags === undefined) return outcomeWithoutTags(one) ?? { kind: 'done' };
    return joinTags(outcomeWithoutTags(one), tags);
  });
}

/** Undefined where the change has only tags. */
function outcomeWithoutTags({ fields, opt, opted }: Pending): Outcome | undefined {
  if (fields === undefined && opt === undefined) return undefined;
  return joinOutcome(fields, opt === undefined ? undefined : joinedOpt(opted), opt?.kind);
}

function pendingChange(change: ContactChange): Pending {
  const { id: _id, fields, opt, tags: _tags, ...rest } = change;
  rest satisfies NothingElse;
  const newAddress = fields.get('Email');
  return { change, opt, newAddress, current: undefined, fields: undefined, opted: [], tags: undefined };
}

function readAddresses({ addresses }: ChangeSteps, all: readonly Pending[]): void {
  const concerned = all.filter(
    ({ opt, newAddress }) => opt?.kind === 'opt-out' || (opt && newAddress === undefined),
  );
  if (concerned.length === 0) return;
  const current = addresses(concerned.map(({ change }) => change.id));
  concerned.forEach((one, index) => {
    one.current = current[index] ?? noAnswer;
  });
}

function optOutCurrent({ optOut }: ChangeSteps, all: readonly Pending[]): void {
  send(optOut, all, ({ opt, current }) =>
    opt?.kind === 'opt-out' && current?.kind === 'address' && current.address !== ''
      ? { address: current.address, reason: opt.reason }
      : undefined,
  );
}

function writeFields(steps: ChangeSteps, all: readonly Pending[]): void {
  const concerned = all.filter(({ change }) => change.fields.size > 0);
  if (concerned.length === 0) return;
  const written = steps.writeFields(concerned.map(({ change }) => change));
  concerned.forEach((one, index) => {
    one.fields = written[index] ?? noAnswer;
  });
}

/** A new address, now that the contact has it; and what can be said where there was no address to opt out. */
function optOutNew({ optOut }: ChangeSteps, all: readonly Pending[]): void {
  const optingOut = all.filter(({ opt }) => opt?.kind === 'opt-out');
  send(optOut, optingOut, ({ opt, current, newAddress = '', fields }) => {
    const isOld = current?.kind === 'address' && isSameAddress(current.address, newAddress);
    if (opt === undefined || newAddress === '' || isOld || !isWritten(fields, 'Email')) return undefined;
    return { address: newAddress, reason: opt.reason };
  });
  for (const one of optingOut) {
    const { opt, current, opted } = one;
    // Its fields say so already, if it has any; Keap has nobody to opt out.
    if (current?.kind === 'failed') opted.push(opted.length === 0 ? current : oldAddressUnknown(current));
    else if (opted.length === 0 && opt !== undefined) opted.push(noAddress(opt));
  }
}

function optIn(steps: ChangeSteps, all: readonly Pending[]): void {
  const optingIn = all.filter(({ opt }) => opt?.kind === 'opt-in');
  for (const { opt, current, newAddress, fields, opted } of optingIn) {
    if (newAddress !== undefined && !isWritten(fields, 'Email')) opted.push(emailNotChanged);
    else if (newAddress === undefined && current?.kind === 'failed') opted.push(current);
    else if (addressToOptIn(newAddress, current) === '' && opt !== undefined) opted.push(noAddress(opt));
  }
  send(
    steps.optIn,
    optingIn.filter(({ opted }) => opted.length === 0),
    ({ opt, newAddress, current }) => {
      return opt && { address: addressToOptIn(newAddress, current), reason: opt.reason };
    },
  );
}

function tag(steps: ChangeSteps, all: readonly Pending[]): void {
  const tagging = all.filter(({ change }) => change.tags !== undefined);
  const isRestDone = (one: Pending) => (outcomeWithoutTags(one)?.kind ?? 'done') === 'done';
  for (const one of tagging) if (!isRestDone(one)) one.tags = tagsHeldBack;
  const ready = tagging.filter(isRestDone);
  if (ready.length === 0) return;
  const outcomes = changeTags(
    steps,
    ready.map(({ change }) => change),
  );
  ready.forEach((one, index) => {
    one.tags = outcomes[index] ?? noAnswer;
  });
}

function addressToOptIn(newAddress: string | undefined, current: Pending['current']): string {
  return newAddress ?? (current?.kind === 'address' ? current.address : '');
}

function send(
  call: (requests: readonly OptRequest[]) => OptOutcome[],
  all: readonly Pending[],
  requestOf: (one: Pending) => OptRequest | undefined,
): void {
  const requests: { readonly one: Pending; readonly request: OptRequest }[] = all.flatMap((one) => {
    const request = requestOf(one);
    return request === undefined ? [] : [{ one, request }];
  });
  if (requests.length === 0) return;
  const outcomes = call(requests.map(({ request }) => request));
  requests.forEach(({ one }, index) => {
    one.opted.push(outcomes[index] ?? noAnswer);
  });
}

/** Done only where every address is; a note counts only where it holds for all of them. */
function joinedOpt(opted: readonly OptOutcome[]): OptOutcome {
  const worst = opted.find(({ kind }) => kind === 'failed') ?? opted.find(({ kind }) => kind === 'refused');
  if (worst !== undefined) return worst;
  const [first] = opted;
  if (first === undefined) return noAnswer;
  const isSame = opted.every(
    (one) => one.kind === 'done' && first.kind === 'done' && one.note === first.note,
  );
  return isSame ? first : { kind: 'done' };
}

/** Keap ignores the case of an address. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
