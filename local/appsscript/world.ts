/** All that Google remembers between executions, and what one execution knows of itself. */

import type { Clock } from './clock.ts';
import type { Document, Script } from './documents.ts';
import type { FaultPlan } from './faults.ts';
import type { Limits } from './google-limits.ts';
import type { Behavior } from './open-questions.ts';
import type { Person } from './people.ts';
import type { Project } from './project.ts';
import type { ScriptException } from './service-object.ts';
import type { Sleep, Timeline } from './timeline.ts';

export interface World {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly limits: Limits;
  readonly behavior: Behavior;
  readonly deployment: Deployment;
  readonly documents: Document[];
  /** By email address; people who are not listed are `defaultPerson`. */
  readonly people: Map<string, Person>;
  readonly defaultPerson: Person;
  /** Stands in for DNS: host name, or `*.example.com`, to origin. */
  readonly hosts: Readonly<Record<string, string>>;
  /** By the keys of `storeKey`. */
  readonly stores: Map<string, Map<string, string>>;
  /** How many bytes of a store are taken by what a test does not look at, by the keys of `storeKey`. */
  readonly reservedBytes: Map<string, number>;
  /** By the keys of `storeKey`. */
  readonly locks: Map<string, LockState>;
  readonly cache: Map<string, { readonly value: string; readonly untilMs: number }>;
  readonly triggers: Trigger[];
  /** Executions that have not ended, and whose they are. */
  readonly running: Map<number, string>;
  readonly states: Map<string, StateToken>;
  readonly outbox: Mail[];
  readonly failureMails: FailureMail[];
  readonly consentPrompts: ConsentPrompt[];
  /** How much of each daily quota is used up, by quota, user and day. */
  readonly usage: Map<string, number>;
  /** Quotas that stay used up until then, by quota and user. */
  readonly spentUntilMs: Map<string, number>;
  readonly interruptions: Set<Interruption>;
  faultPlan: FaultPlan | undefined;
  nextNumber(): number;
}

/**
 * A script of the document's own; a published add-on, which has stricter rules for triggers; or an add-on's test
 * deployment, which runs what was pushed last and whose triggers never fire.
 */
export type Deployment = 'bound' | 'add-on' | 'test';

export interface LockState {
  holder: number | undefined;
  readonly waiting: { readonly executionId: number; readonly sleep: Sleep }[];
}

export interface Trigger {
  readonly id: string;
  readonly functionName: string;
  readonly user: string;
  readonly scriptId: string;
  /** The document in which it was made. */
  readonly documentId: string;
  /** Undefined for a trigger that fires once. */
  readonly everyMs: number | undefined;
  nextMs: number;
  /** It is listed, and never fires: "disabled for an unknown reason". */
  isDisabled: boolean;
}

export interface StateToken {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly user: string;
  readonly scriptId: string;
  readonly untilMs: number;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Empty for plain text alone. */
  readonly html: string;
  readonly sentMs: number;
}

/** Google's own mail about a failed trigger, which goes to the trigger's owner. */
export interface FailureMail {
  readonly to: string;
  readonly functionName: string;
  readonly message: string;
  readonly sentMs: number;
}

/** Google has asked somebody for permissions that a script requires. */
export interface ConsentPrompt {
  readonly user: string;
  readonly scopes: readonly string[];
}

export interface Menu {
  readonly title: string;
  readonly items: readonly MenuItem[];
  /** The menus above its items as the person sees them, for instance `Extensions`, the add-on's name, the title. */
  readonly path: readonly string[];
}

export interface MenuItem {
  readonly label: string;
  readonly functionName: string;
}

export interface Toast {
  readonly message: string;
  readonly title: string;
}

export interface ShownPage {
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  readonly html: string;
  /** In pixels, where the script has set them. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** The browser window in which the function ran, where the test named one. */
  readonly window: string | undefined;
}

/** How a function came to run: it decides what the script may use. */
export type RunAs = 'menu' | 'trigger' | 'sidebar' | 'open' | 'callback';

/** A service call that is about to be carried out. */
export interface ComingCall {
  readonly executionId: number;
  readonly functionName: string;
  readonly as: RunAs;
  readonly user: string;
  readonly documentId: string;
  /** From 1, within its execution. */
  readonly count: number;
  /** The type of the object that is asked, for instance `Properties`. */
  readonly service: string;
  readonly method: string;
}

/** Something that a person does just before a service call is carried out. */
export type Interruption = (call: ComingCall) => void;

export type AuthMode = 'NONE' | 'LIMITED' | 'FULL';

/** One execution, as the services see it. */
export interface Context {
  readonly world: World;
  readonly executionId: number;
  readonly as: RunAs;
  readonly user: string;
  readonly authMode: AuthMode;
  readonly script: Script;
  /** The code that runs: a published version, or what was pushed last. */
  readonly project: Project;
  /** The document to which this execution belongs. */
  readonly documentId: string;
  /** The spreadsheet around the script; there is none in the callback after consent. */
  readonly document: Document | undefined;
  /** Whether somebody is watching: not so in triggers and callbacks. */
  readonly hasUi: boolean;
  /** The browser window in which it runs, where the test named one. */
  readonly window: string | undefined;
  readonly log: (text: string) => void;
  /** A refused write that the script does not know of yet. */
  refusedWrite: ScriptException | undefined;
}

export function personOf({ people, defaultPerson }: World, user: string): Person {
  return people.get(user) ?? defaultPerson;
}

/** Properties, locks and caches belong to a script, and within it to everybody, to one person or to one document. */
export function storeKey(
  scriptId: string,
  kind: 'script' | 'user' | 'document',
  user: string,
  documentId: string,
): string {
  const whose = { script: '', user, document: documentId }[kind];
  return `${scriptId} ${kind} ${whose}`;
}

/** The document around the script. Throws where there is none: the services give null before they ask. */
export function documentOf({ document }: Context): Document {
  if (document === undefined) throw new Error('No document is open in this execution.');
  return document;
}
