import { gasProperties } from '../../src/gas/properties.ts';
import type { Ports } from './mortal-execution.ts';

/**
 * The ports of one execution over what several share: it reads the store as a whole and remembers it until it has waited
 * for the lock, as `gas/platform.ts` has it.
 */
export function rememberingPorts<Own extends Pick<Ports, 'properties' | 'lock'>>(ports: Own) {
  const { properties: shared, lock } = ports;
  const store = {
    getProperty: (key: string) => shared.fresh(key),
    getProperties: () => shared.all(),
    setProperty: (key: string, value: string) => shared.set(key, value),
    deleteProperty: (key: string) => shared.remove(key),
  };
  const properties = gasProperties(() => store);
  return {
    ...ports,
    properties,
    lock: {
      run<T>(waitMs: number, work: () => T) {
        const locked = lock.run(waitMs, () => {
          properties.forget();
          return work();
        });
        if (locked.kind === 'busy') properties.forget();
        return locked;
      },
    },
  };
}
