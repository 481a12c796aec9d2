/** A promise broken on purpose: one small change of the source that some test has to notice. */
export interface Mutation {
  /** The promise that it breaks, by its id, or what it breaks beside them. */
  readonly breaks: string;
  /** Under the root of the project. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests that should notice: what `vitest run` takes. */
  readonly tests: readonly string[];
}

const tokens = ['test/oauth', 'test/program/tokens.test.ts'];

export const mutations: readonly Mutation[] = [
  {
    breaks: 'T1 the pair is used although it was not saved',
    file: 'src/oauth/token-manager.ts',
    find: 'if (!saveFirmly(store, clock, token)) throw storeRefuses();',
    replace: 'saveFirmly(store, clock, token);',
    tests: tokens,
  },
  {
    breaks: 'T2 whoever waited for the lock asks again',
    file: 'src/oauth/token-manager.ts',
    find: 'const newest = storedToken(store);\n  if (!isSameToken(newest, old)) return newest;\n  throwIfRefused(store, newest);',
    replace: 'const newest = storedToken(store);\n  throwIfRefused(store, newest);',
    tests: tokens,
  },
  {
    breaks: 'T3 a refusal removes the pair',
    file: 'src/oauth/token-manager.ts',
    find: '  store.noteRefusal(refusal);',
    replace: '  store.remove();',
    tests: tokens,
  },
  {
    breaks: 'T3 another account takes the place of the pair without being asked about',
    file: 'src/oauth/consent-flow.ts',
    find: "const isOther = expected !== '' && account !== expected;",
    replace: 'const isOther = false;',
    tests: ['test/oauth', 'test/program/credentials.test.ts'],
  },
  {
    breaks: 'T4 the first refusal is believed',
    file: 'src/oauth/token-manager.ts',
    find: "if (first.answer.kind !== 'refused') return first;",
    replace: 'return first;',
    tests: tokens,
  },
  {
    breaks: 'T5 no note is left before the rotation',
    file: 'src/oauth/token-manager.ts',
    find: 'if (!hasNote) store.leaveRotationNote(',
    replace: 'if (hasNote) store.leaveRotationNote(',
    tests: tokens,
  },
  {
    breaks: 'T6 the dispatcher rotates only what is about to die',
    file: 'src/app.ts',
    find: 'opened.oauth.manager.rotateIfOlderThan(rotationAgeMs);',
    replace: 'opened.oauth.manager.rotateIfOlderThan(rotationAgeMs * 60);',
    tests: ['test/program/tokens.test.ts', 'test/program/credentials.test.ts'],
  },
  {
    breaks: 'T7 a secret shows itself in a text',
    file: 'src/secret.ts',
    find: "toString: () => '[secret]',",
    replace: 'toString: () => text,',
    tests: ['test/oauth', 'test/keap', 'test/program'],
  },
];
