/** The process that plays all simulated Keaps of this one: starting a process takes longer than most of what is asked of a Keap. */
import { type ChildProcess, fork } from 'node:child_process';
import type { CommandName, Commands, Message, Order } from './command.ts';
import type { SimulatedKeapOptions } from './keap.ts';
import { serverBundle } from './server-bundle.ts';

/** One Keap in the process. */
export interface PlayedKeap {
  /** Gives the port on which the Keap listens. Rejects for options that make no Keap. */
  begin(options: SimulatedKeapOptions): Promise<number>;
  /** Rejects with what the process says against it, and after the end. */
  ask<Name extends CommandName>(
    name: Name,
    params: Commands[Name]['params'],
  ): Promise<Commands[Name]['result']>;
  isOver(): boolean;
  /** Cuts every connection of this Keap. */
  end(): Promise<void>;
}

interface Waiting<Given> {
  resolve(given: Given): void;
  reject(error: Error): void;
}

/** Whoever hears what the process says of a Keap. */
interface Listener {
  hear(message: Message): void;
  over(reason: string): void;
}

let running: ChildProcess | undefined;
let nextKeap = 0;
const listeners = new Map<number, Listener>();

/** A Keap of its own. Its process ends with this one, and does not keep it from ending once every Keap has ended. */
export function playedKeap(): PlayedKeap {
  const keap = nextKeap++;
  const child = keapProcess();
  const waiting = new Map<number, Waiting<unknown>>();
  let next = 0;
  let beginning: Waiting<number> | undefined;
  let ending: (() => void) | undefined;
  let isOver = false;

  const over = (reason: string) => {
    isOver = true;
    forget(keap, child);
    const error = new Error(reason);
    beginning?.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    ending?.();
  };
  const hear = (message: Message) => {
    switch (message.kind) {
      case 'listening':
        return beginning?.resolve(message.port);
      case 'unable':
        return over(message.problem);
      case 'ended':
        return over('The simulated Keap has ended.');
      default: {
        const one = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.kind === 'done') one?.resolve(message.result);
        else one?.reject(new Error(message.problem));
      }
    }
  };
  listeners.set(keap, { hear, over });
  const tell = (order: Order, failed: (error: Error) => void) =>
    child.send(order, (error) => error !== null && failed(error));

  return {
    begin: (options) =>
      new Promise((resolve, reject) => {
        beginning = { resolve, reject };
        // Not as an argument: a system takes no long ones, and there may be thousands of contacts.
        tell({ keap, kind: 'begin', options }, reject);
      }),
    ask: <Name extends CommandName>(name: Name, params: Commands[Name]['params']) =>
      new Promise<Commands[Name]['result']>((resolve, reject) => {
        if (isOver) return reject(new Error('The simulated Keap has ended.'));
        const id = next++;
        waiting.set(id, { resolve: (result) => resolve(result as Commands[Name]['result']), reject });
        tell({ keap, kind: 'command', id, name, params }, reject);
      }),
    isOver: () => isOver,
    end: () =>
      new Promise((resolve, reject) => {
        if (isOver) return resolve();
        ending = resolve;
        tell({ keap, kind: 'end' }, reject);
      }),
  };
}

function keapProcess(): ChildProcess {
  const child = running ?? newProcess();
  child.ref();
  child.channel?.ref();
  return child;
}

function newProcess(): ChildProcess {
  const child = fork(serverBundle(), { execArgv: [], serialization: 'advanced' });
  running = child;
  child.on('message', (message: Message) => listeners.get(message.keap)?.hear(message));
  child.once('exit', (code) => {
    running = undefined;
    for (const { over } of [...listeners.values()]) over(`The simulated Keap ended with code ${code}.`);
  });
  return child;
}

function forget(keap: number, child: ChildProcess): void {
  listeners.delete(keap);
  if (listeners.size > 0) return;
  child.unref();
  child.channel?.unref();
}
