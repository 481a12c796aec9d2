/** Runs one function of a project in a fresh worker, and answers its service calls. */
import { MessageChannel } from 'node:worker_threads';
import { enums } from './enums.ts';
import type { Fault } from './faults.ts';
import { costMs } from './google-limits.ts';
import { missingNames, serviceNames } from './realm.ts';
import { refusal } from './refusal.ts';
import { ExecutionEnded, ScriptException, type ServiceObject } from './service-object.ts';
import { fromWire, type Handles, handles, toWire } from './service-references.ts';
import { cacheService } from './services/cache.ts';
import { htmlService } from './services/html.ts';
import { lockService, releaseAll } from './services/lock.ts';
import { consoleObject, logger } from './services/logs.ts';
import { mailApp } from './services/mail.ts';
import { propertiesService } from './services/properties.ts';
import { scriptApp } from './services/script.ts';
import { session } from './services/session.ts';
import { spreadsheetApp } from './services/spreadsheet-app.ts';
import { urlFetchApp } from './services/url-fetch.ts';
import { utilities } from './services/utilities.ts';
import { returnThread, takeThread } from './threads.ts';
import type { AskedCall } from './turns.ts';
import type { ComingCall, Context } from './world.ts';
import { settleWrites } from './writes.ts';

/** One service call of an execution, and what it took on the clock, in milliseconds. */
export interface ServiceCall {
  readonly service: string;
  readonly method: string;
  readonly tookMs: number;
}

export type Ending =
  | { readonly kind: 'completed'; readonly value: unknown }
  | {
      readonly kind: 'failed';
      readonly error: { readonly name: string; readonly message: string; readonly stack: string };
    }
  | { readonly kind: 'killed'; readonly reason: string };

/** When to kill an execution: at its k-th service call (from 1), before or after that call takes effect. */
export interface KillPoint {
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface ExecutionPlan {
  readonly functionName: string;
  /** The function's arguments, which may include services. */
  readonly args: (context: Context) => readonly unknown[];
  readonly limitMs: number;
  readonly killAt: KillPoint | undefined;
  /** Waits until the thread that plays Google turns to this execution. */
  readonly turn: (asked: AskedCall) => Promise<void>;
  /** Asked before each call, where an onlooker wants to hold it up or to kill the execution. */
  readonly coming: ((count: number) => Promise<'go' | 'kill'>) | undefined;
  /** Called after each service call. */
  readonly called: (call: ServiceCall) => void;
}

/** How long a killed script may continue without a call, in milliseconds, before its thread is ended. */
const maxUnwindingMs = 250;

/** Runs one function of the project in a fresh worker, and answers its service calls until it ends. */
export function execute(context: Context, plan: ExecutionPlan): Promise<Ending> {
  const { world } = context;
  const known = handles(globalsOf(context));
  const { port1: ours, port2: theirs } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const flag = new Int32Array(signal);
  const startedMs = world.clock.nowMs();
  const { isVirtual } = world.clock;
  const setup = { nowMs: startedMs, isVirtual, enums, missingNames, serviceNames };
  const thread = takeThread();
  const { functionName, limitMs } = plan;
  const args = JSON.stringify(toWire(plan.args(context), known));
  const { scripts } = context.project;
  thread.postMessage({ port: theirs, signal, setup, scripts, functionName, args }, [theirs]);
  let count = 0;
  return new Promise((resolve) => {
    let isOver = false;
    /** The call that the thread waits for us to answer. */
    let open: number | undefined;
    const end = (ending: Ending) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(idleTimer);
      releaseAll(world, context.executionId);
      if (open !== undefined && !isBroken) unwind(open);
      else leave(ending.kind !== 'killed' && !isBroken);
      resolve(ending);
    };
    const leave = (isReusable: boolean) => {
      ours.close();
      thread.off('error', broken);
      returnThread(thread, isReusable);
    };
    /**
     * An execution that was ended has no further effect: from now on each of its calls throws, and how it ends is not
     * recorded. That frees its thread, which costs far less than to end it and start another.
     */
    const unwind = (id: number) => {
      const giveUp = setTimeout(() => leave(false), maxUnwindingMs);
      ours.removeAllListeners('message');
      ours.on('message', ({ kind }: WorkerMessage) => {
        if (kind === 'call') return;
        clearTimeout(giveUp);
        leave(!isBroken);
      });
      reply({ id, isDead: true });
    };
    const reply = (answer: object) => {
      ours.postMessage(answer);
      Atomics.add(flag, 0, 1);
      Atomics.notify(flag, 0);
    };
    let isBroken = false;
    const broken = (error: Error) => {
      isBroken = true;
      end({ kind: 'failed', error: { name: error.name, message: error.message, stack: '' } });
    };
    thread.on('error', broken);
    const kill = (reason: string) => end({ kind: 'killed', reason });
    const killLate = () => kill('Exceeded maximum execution time');
    // A loop that makes no call never meets the clock: real time ends it.
    const idleMs = isVirtual ? world.limits.busyLoopMs : limitMs;
    let idleTimer = setTimeout(killLate, idleMs);
    ours.on('message', (message: WorkerMessage) => {
      if (isVirtual) clearTimeout(idleTimer);
      if (message.kind === 'failed') end({ kind: 'failed', error: message.error });
      else if (message.kind === 'call') void answer(message);
      else end(completed(context, message, known));
    });

    async function answer({ id, text }: { id: number; text: string }): Promise<void> {
      open = id;
      const { handle, method, args } = JSON.parse(text) as Omit<AskedCall, 'service' | 'which'> & {
        handle: unknown;
      };
      const object = known.find(handle);
      const asked = { service: object?.type ?? String(handle), which: object?.which, method, args };
      await plan.turn(asked);
      if (isOver) return;
      count++;
      const wanted = plan.coming === undefined ? 'go' : await plan.coming(count);
      if (isOver) return;
      if (wanted === 'kill') return kill(`killed before call ${count}`);
      if (world.clock.nowMs() - startedMs > limitMs) return killLate();
      const { call: killCount, when } = plan.killAt ?? { call: 0, when: 'before' };
      if (killCount === count && when === 'before') return kill(`killed before call ${count}`);
      const { service } = asked;
      const { executionId, as, user, documentId } = context;
      const comingCall = { executionId, functionName, as, user, documentId, count, service, method };
      for (const interruption of [...world.interruptions]) interruption(comingCall);
      const given = await carryOut(context, known, object, asked, plan.called, faultFor(context, comingCall));
      if ('ending' in given) return end(given.ending);
      world.timeline.passed();
      if (isOver) return;
      if (killCount === count && when === 'after') return kill(`killed after call ${count}`);
      if (world.clock.nowMs() - startedMs > limitMs) return killLate();
      open = undefined;
      reply({ id, text: JSON.stringify({ ...given, nowMs: world.clock.nowMs() }) });
      if (isVirtual) idleTimer = setTimeout(killLate, idleMs);
    }
  });
}

type WorkerMessage =
  | { readonly kind: 'call'; readonly id: number; readonly text: string }
  | { readonly kind: 'completed'; readonly text: string; readonly cachedData: Buffer[] | undefined }
  | { readonly kind: 'failed'; readonly error: { name: string; message: string; stack: string } };

type Completed = Extract<WorkerMessage, { kind: 'completed' }>;

function completed(context: Context, { text, cachedData }: Completed, known: Handles): Ending {
  context.project.scripts.forEach((script, index) => {
    script.cachedData ??= cachedData?.[index];
  });
  try {
    settleWrites(context);
  } catch (error) {
    if (!(error instanceof ScriptException)) throw error;
    return { kind: 'failed', error: { name: error.name, message: error.message, stack: '' } };
  }
  return { kind: 'completed', value: fromWire((JSON.parse(text) as { value: unknown }).value, known) };
}

type Reply =
  | { readonly value: unknown }
  | { readonly error: { name: string; message: string } }
  | { readonly ending: Ending };

function faultFor({ world }: Context, call: ComingCall): Fault | undefined {
  return call.service === 'console' || call.service === 'Logger' ? undefined : world.faultPlan?.(call);
}

function throwFault(context: Context, { exception }: Fault): never {
  throw typeof exception === 'string' ? new ScriptException(exception) : refusal(context, ...exception);
}

async function carryOut(
  context: Context,
  known: Handles,
  object: ServiceObject | undefined,
  { service: type, method, args }: AskedCall,
  called: (call: ServiceCall) => void,
  fault: Fault | undefined,
): Promise<Reply> {
  const { world } = context;
  const beforeMs = world.clock.nowMs();
  if (world.clock.isVirtual) world.clock.moveTo(beforeMs + costMs(type, method));
  try {
    const carry =
      object !== undefined && Object.hasOwn(object.methods, method) ? object.methods[method] : undefined;
    if (carry === undefined) {
      throw new ScriptException(`${type}.${method} is not implemented in the Apps Script emulator.`);
    }
    if (fault?.when === 'before') throwFault(context, fault);
    const value = await carry(...args.map((arg) => fromWire(arg, known)));
    if (fault?.when === 'after') throwFault(context, fault);
    return { value: toWire(value, known) };
  } catch (error) {
    if (error instanceof ExecutionEnded) {
      return { ending: { kind: 'failed', error: { name: 'Exception', message: error.message, stack: '' } } };
    }
    if (error instanceof ScriptException) return { error: { name: error.name, message: error.message } };
    return {
      error: {
        name: 'Error',
        message: `The Apps Script emulator failed in ${type}.${method}: ${String(error)}`,
      },
    };
  } finally {
    called({ service: type, method, tookMs: world.clock.nowMs() - beforeMs });
  }
}

function globalsOf(context: Context): Record<string, ServiceObject> {
  return {
    CacheService: cacheService(context),
    HtmlService: htmlService(context),
    LockService: lockService(context),
    Logger: logger(context),
    MailApp: mailApp(context),
    PropertiesService: propertiesService(context),
    ScriptApp: scriptApp(context),
    Session: session(context),
    SpreadsheetApp: spreadsheetApp(context),
    UrlFetchApp: urlFetchApp(context),
    Utilities: utilities(context),
    console: consoleObject(context),
  };
}
