import { type Ending, execute, type KillPoint, type ServiceCall } from './execution.ts';
import { pageArguments, pageResult } from './page-values.ts';
import type { Turns } from './turns.ts';
import { type AuthMode, type Context, dayOf, type World } from './world.ts';

/** How a function came to run: it decides what the script may use. */
export type RunAs = 'menu' | 'trigger' | 'sidebar' | 'open' | 'callback';

export interface RunOptions {
  readonly as?: RunAs;
  readonly user?: string;
  /** Other than that of its kind: an add-on that is installed but not yet used in this document opens with `NONE`. */
  readonly authMode?: AuthMode;
  readonly killAt?: KillPoint;
  /** The browser window before which somebody started it; pages that it shows bear this name. */
  readonly window?: string;
}

/** Lets somebody look on while executions run, hold up their calls, and end them. */
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
  readonly startedMs: number;
  readonly durationMs: number;
  readonly calls: readonly ServiceCall[];
  readonly logs: readonly string[];
} & Ending;

/** Runs a function of the project to its end. What it is given may hold services of the execution itself. */
export type Run = (
  functionName: string,
  args: (context: Context) => readonly unknown[],
  options: RunOptions,
) => Promise<Execution>;

export function runner(world: World, order: Turns, owner: string, onlooker: Onlooker): Run {
  return async (functionName, args, { as = 'menu', user = owner, authMode, killAt, window }) => {
    const executionId = world.nextNumber();
    const startedMs = world.clock.nowMs();
    const running = { id: executionId, functionName, as, startedMs };
    const calls: ServiceCall[] = [];
    const logs: string[] = [];
    const context = {
      world,
      executionId,
      user,
      window,
      ...rightsOf(as, authMode),
      log: (text: string) => logs.push(text),
    };
    const { simpleTriggerMs, executionMs } = world.limits;
    let ending = refusalOf(world, as, user);
    let durationMs = 0;
    if (ending === undefined) {
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
      // Told before others may sleep on: that moves time.
      durationMs = world.clock.nowMs() - startedMs;
      world.running.delete(executionId);
      world.timeline.ended();
      order.ended();
    }
    if (as === 'trigger') spendTriggerTime(world, user, durationMs);
    const execution = {
      id: executionId,
      functionName,
      as,
      user,
      startedMs,
      durationMs,
      calls,
      logs,
      ...ending,
    };
    onlooker.ended?.(execution);
    return execution;
  };
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

/** Simple triggers run without authorisation; triggers and callbacks have nobody before the screen. */
function rightsOf(as: RunAs, authMode: AuthMode | undefined) {
  return {
    authMode: authMode ?? (as === 'open' ? 'LIMITED' : 'FULL'),
    hasDocument: as !== 'callback',
    hasUi: as === 'menu' || as === 'sidebar' || as === 'open',
  };
}

/** Why Google does not even start it; the words are those of the mails about failed executions. */
function refusalOf({ limits, running, usage, clock }: World, as: RunAs, user: string): Ending | undefined {
  const failed = (message: string): Ending => ({
    kind: 'failed',
    error: { name: 'Exception', message, stack: '' },
  });
  const ofUser = [...running.values()].filter((one) => one === user).length;
  if (ofUser >= limits.simultaneousExecutions) {
    return failed('There are too many scripts running simultaneously for this Google user account.');
  }
  const used = usage.get(triggerTimeKey(user, clock.nowMs())) ?? 0;
  return as === 'trigger' && used >= limits.triggerRuntimeMsPerDay
    ? failed('Service using too much computer time for one day')
    : undefined;
}

function spendTriggerTime({ usage, clock }: World, user: string, ms: number): void {
  const key = triggerTimeKey(user, clock.nowMs());
  usage.set(key, (usage.get(key) ?? 0) + ms);
}

function triggerTimeKey(user: string, nowMs: number): string {
  return `trigger time ${user} ${dayOf(nowMs)}`;
}
