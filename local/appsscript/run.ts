/** Starts executions: who runs what, in which document, with which rights. */
import { recalculate } from './array-formula.ts';
import { accessOf, type Document } from './documents.ts';
import { type Ending, execute, type KillPoint, type ServiceCall } from './execution.ts';
import { pageArguments, pageResult } from './page-values.ts';
import { dayOf } from './quotas.ts';
import { refusal } from './refusal.ts';
import type { Turns } from './turns.ts';
import { type AuthMode, type Context, personOf, type RunAs, type World } from './world.ts';

export type { RunAs } from './world.ts';

export interface RunOptions {
  readonly as?: RunAs;
  readonly user?: string;
  /** Instead of the usual one: an add-on that is installed but not yet used in this document opens with `NONE`. */
  readonly authMode?: AuthMode;
  readonly killAt?: KillPoint;
  /** The browser window in which somebody started it; pages that it shows carry this name. */
  readonly window?: string;
}

/** Observes executions while they run, and may delay their calls or end them. */
export interface Onlooker {
  started?(execution: RunningExecution): void;
  /** Before a call is carried out, which waits for the answer; `count` is from 1. */
  coming?(execution: RunningExecution, count: number): Promise<'go' | 'kill'>;
  called?(execution: RunningExecution, call: ServiceCall): void;
  ended?(execution: Execution): void;
}

/** An execution that has not ended yet. */
export interface RunningExecution {
  readonly id: number;
  readonly functionName: string;
  readonly as: RunAs;
  readonly startedMs: number;
}

/** One execution as Google's list of executions would show it. */
export type Execution = {
  readonly id: number;
  readonly functionName: string;
  readonly as: RunAs;
  readonly user: string;
  readonly documentId: string;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly calls: readonly ServiceCall[];
  readonly logs: readonly string[];
} & Ending;

/** Runs a function of the project to its end. Its arguments may include services of the execution itself. */
export type Run = (
  functionName: string,
  args: (context: Context) => readonly unknown[],
  options: RunOptions,
) => Promise<Execution>;

/** Starts executions in one document; people who are not named are its owner. */
export function runner(world: World, order: Turns, document: Document, onlooker: Onlooker): Run {
  return async (functionName, args, options) => {
    const { as = 'menu', user = document.owner, killAt, window } = options;
    const executionId = world.nextNumber();
    const startedMs = world.clock.nowMs();
    const running = { id: executionId, functionName, as, startedMs };
    const calls: ServiceCall[] = [];
    const logs: string[] = [];
    const context: Context = {
      ...{ world, executionId, as, user, window },
      ...rightsOf(world, document, as, options.authMode),
      log: (text: string) => logs.push(text),
      refusedWrite: undefined,
    };
    const { simpleTriggerMs, executionMs } = world.limits;
    let ending = refusalOf(context, document);
    let durationMs = 0;
    if (ending === undefined) {
      if (context.hasUi) openFor(document, user);
      world.running.set(executionId, user);
      world.timeline.started();
      order.started();
      onlooker.started?.(running);
      ending = await execute(context, {
        functionName,
        args,
        killAt,
        limitMs: as === 'open' ? simpleTriggerMs : executionMs,
        turn: (asked) => order.take({ executionId, functionName, ...asked }),
        coming: onlooker.coming && ((count) => onlooker.coming?.(running, count) ?? Promise.resolve('go')),
        called(call) {
          calls.push(call);
          onlooker.called?.(running, call);
        },
      });
      // Measured before others may sleep on, which moves time.
      durationMs = world.clock.nowMs() - startedMs;
      world.running.delete(executionId);
      world.timeline.ended();
      order.ended();
    }
    if (as === 'trigger') spendTriggerTime(world, user, durationMs);
    const execution = {
      id: executionId,
      ...{ functionName, as, user, documentId: context.documentId, startedMs, durationMs, calls, logs },
      ...ending,
    };
    if (as === 'trigger') mailFailure(world, execution);
    onlooker.ended?.(execution);
    return execution;
  };
}

/** Formulas that wait for somebody to open the document are computed now. */
export function openFor(document: Document, user: string): void {
  if (document.openBy.has(user)) return;
  document.openBy.add(user);
  for (const sheet of document.spreadsheet.sheets) recalculate(sheet, true);
}

/**
 * Google mails failed triggers to their owner for a bound script ("Installable triggers", Errors; A), and to nobody for
 * an add-on ("Editor add-on triggers": the developer has to; A).
 */
function mailFailure(world: World, execution: Execution): void {
  if (world.deployment !== 'bound' || execution.kind === 'completed') return;
  const { user: to, functionName } = execution;
  const message = execution.kind === 'failed' ? execution.error.message : execution.reason;
  world.failureMails.push({ to, functionName, message, sentMs: world.clock.nowMs() });
}

/** Runs a function as a page would by `google.script.run`. Rejects where the browser itself would refuse. */
export async function runFromPage(
  run: Run,
  functionName: string,
  args: readonly unknown[],
  options: RunOptions,
): Promise<Execution> {
  if (functionName.endsWith('_')) throw new TypeError(`google.script.run.${functionName} is not a function`);
  const sent = pageArguments(args);
  const execution = await run(functionName, () => sent, options);
  return execution.kind === 'completed' ? { ...execution, ...pageResult(execution.value) } : execution;
}

/**
 * Simple triggers run without authorization; triggers and callbacks have nobody in front of the screen. Users of a
 * published add-on run its published version, but the callback after consent runs what was pushed last (A/B:
 * apps-script-oauth2 issues 263, 535 and 552).
 */
function rightsOf(world: World, document: Document, as: RunAs, authMode: AuthMode | undefined) {
  const { script, spreadsheet } = document;
  const isClosed = as === 'callback' || (as === 'trigger' && !world.behavior.clockTriggersOpenTheirDocument);
  const runsPublished = world.deployment === 'add-on' && as !== 'callback';
  return {
    authMode: authMode ?? (as === 'open' ? 'LIMITED' : 'FULL'),
    script,
    project: runsPublished ? script.published : script.head,
    documentId: spreadsheet.id,
    document: isClosed ? undefined : document,
    hasUi: as === 'menu' || as === 'sidebar' || as === 'open',
  } as const;
}

/** Why Google does not even start an execution; the words are those of its mails about failed executions. */
function refusalOf(context: Context, document: Document): Ending | undefined {
  const { world, as, user } = context;
  const { limits, running, usage, clock } = world;
  const failed = (message: string): Ending => ({
    kind: 'failed',
    error: { name: 'Exception', message, stack: '' },
  });
  if (accessOf(document, user) === 'none') return failed(refusal(context, 'noAccess').message);
  if (!isAuthorized(context)) return failed(refusal(context, 'authorizationRequired').message);
  const ofUser = [...running.values()].filter((one) => one === user).length;
  if (ofUser >= limits.simultaneousExecutions) {
    return failed('There are too many scripts running simultaneously for this Google user account.');
  }
  const used = usage.get(triggerTimeKey(user, clock.nowMs())) ?? 0;
  return as === 'trigger' && used >= limits.triggerRuntimeMsPerDay
    ? failed('Service using too much computer time for one day')
    : undefined;
}

/** A revoked permission stops everything but `onOpen`; so does, in the callback, a scope that only HEAD has (B). */
function isAuthorized({ world, user, as, script, project }: Context): boolean {
  const { scopes } = personOf(world, user);
  if (as === 'open') return true;
  if (scopes !== 'all' && scopes.length === 0) return false;
  const consented = world.deployment === 'add-on' ? script.published : script.head;
  return project.manifest.oauthScopes.every((url) => consented.manifest.oauthScopes.includes(url));
}

function spendTriggerTime({ usage, clock }: World, user: string, ms: number): void {
  const key = triggerTimeKey(user, clock.nowMs());
  usage.set(key, (usage.get(key) ?? 0) + ms);
}

function triggerTimeKey(user: string, nowMs: number): string {
  return `trigger time ${user} ${dayOf(nowMs)}`;
}
