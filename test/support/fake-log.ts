import type { Log } from '../../src/platform/log.ts';

export function fakeLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (text) => lines.push(text),
    error: (text) => lines.push(text),
  };
}
