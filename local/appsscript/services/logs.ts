/** `Logger` and `console`: what a script writes into the log of its execution. */
import { type ServiceObject, serviceObject } from '../service-object.ts';
import type { Context } from '../world.ts';

/** `Logger`; its lines are formatted within the realm. */
export function logger(context: Context): ServiceObject {
  const lines: string[] = [];
  return serviceObject('Logger', {
    log(text) {
      lines.push(String(text));
      context.log(String(text));
    },
    getLog: () => lines.map((line) => `${line}\n`).join(''),
    clear() {
      lines.splice(0);
    },
  });
}

/** `console`, which writes into the same log. */
export function consoleObject(context: Context): ServiceObject {
  const line = (text: unknown) => context.log(String(text));
  const startedMs = new Map<string, number>();
  const { clock } = context.world;
  return serviceObject('console', {
    ...{ log: line, info: line, warn: line, error: line },
    time(label) {
      startedMs.set(String(label), clock.nowMs());
    },
    timeEnd(label) {
      line(`${String(label)}: ${clock.nowMs() - (startedMs.get(String(label)) ?? clock.nowMs())}ms`);
    },
  });
}
