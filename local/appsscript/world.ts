import type { Clock } from './clock.ts';
import type { Limits } from './google-limits.ts';
import type { Project } from './project.ts';
import { ScriptException } from './service-object.ts';
import type { Spreadsheet } from './spreadsheet.ts';
import type { Sleep, Timeline } from './timeline.ts';

/** All that Google remembers between executions. */
export interface World {
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly limits: Limits;
  project: Project;
  readonly scriptId: string;
  readonly userLocale: string;
  readonly deployment: Deployment;
  readonly spreadsheet: Spreadsheet;
  /** Stands in for DNS: host name, or `*.example.com`, to origin. */
  readonly hosts: Readonly<Record<string, string>>;
  /** By store: `script`, `document`, or `user` and the user's address. */
  readonly stores: Map<string, Map<string, string>>;
  readonly locks: Map<string, LockState>;
  readonly cache: Map<string, { readonly value: string; readonly untilMs: number }>;
  readonly triggers: Trigger[];
  /** Executions that have not ended, and whose they are. */
  readonly running: Map<number, string>;
  readonly states: Map<string, StateToken>;
  readonly outbox: Mail[];
  readonly menus: Menu[];
  readonly toasts: Toast[];
  readonly pages: ShownPage[];
  readonly alerts: string[];
  /** What the user will press when asked, first come first; `CLOSE` where nothing is prepared. */
  readonly buttons: string[];
  /** How much of each daily quota is used up, by quota, user and day. */
  readonly usage: Map<string, number>;
  nextNumber(): number;
}

/** A script of the document's own, or an add-on from the Marketplace, which has stricter rules for triggers. */
export type Deployment = 'bound' | 'add-on';

export interface LockState {
  holder: number | undefined;
  readonly waiting: { readonly executionId: number; readonly sleep: Sleep }[];
}

export interface Trigger {
  readonly id: string;
  readonly functionName: string;
  readonly user: string;
  /** Undefined for a trigger that fires once. */
  readonly everyMs: number | undefined;
  nextMs: number;
}

export interface StateToken {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly user: string;
  readonly untilMs: number;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly sentMs: number;
}

export interface Menu {
  readonly title: string;
  readonly items: readonly MenuItem[];
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
  /** The browser window before which the function ran, where it was told. */
  readonly window: string | undefined;
}

export type AuthMode = 'NONE' | 'LIMITED' | 'FULL';

/** Who is asking: one execution. */
export interface Context {
  readonly world: World;
  readonly executionId: number;
  readonly user: string;
  readonly authMode: AuthMode;
  /** Whether a spreadsheet is open around the script: not so in the callback after consent. */
  readonly hasDocument: boolean;
  /** Whether somebody is watching: not so in triggers and callbacks. */
  readonly hasUi: boolean;
  /** The browser window before which it runs, where whoever started it said so. */
  readonly window: string | undefined;
  readonly log: (text: string) => void;
}

/** Throws Google's refusal of what needs authorisation, in an execution that runs without. */
export function requireFull({ authMode }: Context, place: string, scope: string): void {
  if (authMode === 'FULL') return;
  throw new ScriptException(
    `You do not have permission to call ${place}. Required permissions: https://www.googleapis.com/auth/${scope}`,
  );
}

/** Throws Google's refusal of a call whose scope the manifest does not name. */
export function requireScope({ world }: Context, place: string, ...scopes: readonly string[]): void {
  const urls = scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);
  if (urls.some((url) => world.project.manifest.oauthScopes.includes(url))) return;
  throw new ScriptException(
    `Specified permissions are not sufficient to call ${place}. Required permissions: ${urls.join(' || ')}`,
  );
}

/** Counts days in UTC; Google's quotas begin anew once in 24 hours, at an hour it does not tell. */
export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / 86_400_000);
}

/** Uses up a daily quota, and throws Google's words when it is over. `amount` of 0 only asks. */
export function spend(
  { world, user }: Context,
  quota: string,
  amount: number,
  most: number,
  serviceInvoked: string,
): void {
  const key = `${quota} ${user} ${dayOf(world.clock.nowMs())}`;
  const used = (world.usage.get(key) ?? 0) + amount;
  if (used > most) {
    throw new ScriptException(`Service invoked too many times for one day: ${serviceInvoked}.`);
  }
  world.usage.set(key, used);
}
