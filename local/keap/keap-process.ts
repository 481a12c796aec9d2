/** Processes that play simulated Keaps, one after the other: starting one takes longer than most of what is asked of it. */
import { type ChildProcess, fork } from 'node:child_process';
import type { CommandName, Commands, Message, Order } from './command.ts';
import type { SimulatedKeapOptions } from './keap.ts';
import { serverBundle } from './server-bundle.ts';

/** A process, for as long as it plays one Keap. */
export interface KeapProcess {
  /** Gives the port on which the Keap listens. Rejects for options that make no Keap. */
  begin(options: SimulatedKeapOptions): Promise<number>;
  /** Rejects with what the process says against it, and after the end. */
  ask<Name extends CommandName>(
    name: Name,
    params: Commands[Name]['params'],
  ): Promise<Commands[Name]['result']>;
  isOver(): boolean;
  /** Cuts every connection, and leaves the process to whoever takes one next. */
  end(): Promise<void>;
}

interface Waiting<Given> {
  resolve(given: Given): void;
  reject(error: Error): void;
}

const idle: ChildProcess[] = [];

/** The process of a Keap that has ended, or a new one. It ends with this process, and does not keep it from ending. */
export function takeKeapProcess(): KeapProcess {
  const child = idle.pop() ?? newProcess();
  child.ref();
  child.channel?.ref();
  const waiting = new Map<number, Waiting<unknown>>();
  let next = 0;
  let beginning: Waiting<number> | undefined;
  let ending: (() => void) | undefined;
  let isOver = false;

  const over = (reason: string) => {
    isOver = true;
    child.off('message', hear);
    child.off('exit', lost);
    const error = new Error(reason);
    beginning?.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    ending?.();
  };
  const lost = (code: number | null) => over(`The simulated Keap ended with code ${code}.`);
  const hear = (message: Message) => {
    switch (message.kind) {
      case 'listening':
        return beginning?.resolve(message.port);
      case 'unable':
        over(message.problem);
        return leave(child);
      case 'ended':
        over('The simulated Keap has ended.');
        return leave(child);
      default: {
        const one = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.kind === 'done') one?.resolve(message.result);
        else one?.reject(new Error(message.problem));
      }
    }
  };
  child.on('message', hear);
  child.on('exit', lost);
  const tell = (order: Order, failed: (error: Error) => void) =>
    child.send(order, (error) => error !== null && failed(error));

  return {
    begin: (options) =>
      new Promise((resolve, reject) => {
        beginning = { resolve, reject };
        // Not as an argument: a system takes no long ones, and there may be thousands of contacts.
        tell({ kind: 'begin', options }, reject);
      }),
    ask: <Name extends CommandName>(name: Name, params: Commands[Name]['params']) =>
      new Promise<Commands[Name]['result']>((resolve, reject) => {
        if (isOver) return reject(new Error('The simulated Keap has ended.'));
        const id = next++;
        waiting.set(id, { resolve: (result) => resolve(result as Commands[Name]['result']), reject });
        tell({ kind: 'command', id, name, params }, reject);
      }),
    isOver: () => isOver,
    end: () =>
      new Promise((resolve, reject) => {
        if (isOver) return resolve();
        ending = resolve;
        tell({ kind: 'end' }, reject);
      }),
  };
}

function newProcess(): ChildProcess {
  const child = fork(serverBundle(), { execArgv: [], serialization: 'advanced' });
  child.once('exit', () => {
    const place = idle.indexOf(child);
    if (place >= 0) idle.splice(place, 1);
  });
  return child;
}

function leave(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  idle.push(child);
}
