import type { KillPoint, ServiceCall } from '../../local/appsscript/execution.ts';

/** A call of one of these names changes nothing that outlives the execution. */
const reads =
  /^(get|is|can|has|find|create(?!$)|require|openBy|log|info|warn|error|toast|new|every|timeBased)/;

/** Sheets may hold a write back until something reads. */
const writes = /^(set|insert|delete|hide|clear|append|sort|move|copy)/;

/**
 * The kills after which the world differs: before each call that can change something, and after the last one. A kill at a
 * read leaves what the kill at the next change leaves, so these stand for all calls of the execution.
 */
export function killPoints(calls: readonly Pick<ServiceCall, 'method'>[]): KillPoint[] {
  let isHeldBack = false;
  const changing = calls.flatMap(({ method }, index) => {
    const isChange = isHeldBack || !reads.test(method);
    isHeldBack = writes.test(method);
    return isChange ? [index + 1] : [];
  });
  const last = changing.at(-1);
  return [
    ...changing.map((call): KillPoint => ({ call, when: 'before' })),
    ...(last === undefined ? [] : [{ call: last, when: 'after' } as const]),
  ];
}
