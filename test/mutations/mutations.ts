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
const sync = ['test/sync'];

export const mutations: readonly Mutation[] = [
  {
    breaks: 'R9 any text in a column of reasons opts the address out',
    file: 'src/sync/sheet/opt-cells.ts',
    find: 'return isInWords && !isUnclear',
    replace: 'return true',
    tests: ['test/sync/sheet/opt-cells.test.ts'],
  },
  {
    breaks: 'R9 what the add-on itself has written counts as a reason',
    file: 'src/sync/sheet/opt-cells.ts',
    find: ' || isOwnText(text)',
    replace: '',
    tests: ['test/sync/sheet/opt-cells.test.ts'],
  },
  {
    breaks: 'R9 a cell that is an error or still loading counts as a wish',
    file: 'src/sync/sheet/error-cell.ts',
    find: 'if (!error.test(text) && !namedError.test(text)) return undefined;',
    replace: 'return undefined;',
    tests: ['test/sync/sheet/error-cell.test.ts', 'test/sync/sheet/opt-cells.test.ts'],
  },
  {
    breaks: 'R2 a number that has lost its zero is a change',
    file: 'src/sync/plan/diff.ts',
    find: '(numbers.has(name) && isDamagedNumber(now, text))',
    replace: 'false',
    tests: ['test/sync/plan/difficult-values.test.ts'],
  },
  {
    breaks: 'R8 a value that came from Keap blocks its row',
    file: 'src/sync/plan/difficult-values.ts',
    find: '[...left.fields.keys()].map(',
    replace: '[...problems.keys()].map(',
    tests: ['test/sync/plan/difficult-values.test.ts'],
  },
  {
    breaks: 'T1 the pair is used although it was not saved',
    file: 'src/oauth/token-manager.ts',
    find: 'if (!saveWithRetry(store, clock, token)) throw storeRefuses();',
    replace: 'saveWithRetry(store, clock, token);',
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
    breaks: 'T2 a pair is renewed without the lock',
    file: 'src/oauth/token-manager.ts',
    find: 'const locked = options.lock.run(lockWaitMs, () => renewLocked(options, old));',
    replace: "const locked = { kind: 'done', value: renewLocked(options, old) } as const;",
    tests: ['test/program/t2-every-order.test.ts'],
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
    find: 'if (!hasNote) store.saveRotationNote(',
    replace: 'if (hasNote) store.saveRotationNote(',
    tests: tokens,
  },
  {
    breaks: 'T6 the dispatcher rotates only what is about to die',
    file: 'src/app.ts',
    find: 'documentAccess.oauth.manager.rotateIfOlderThan(rotationAgeMs);',
    replace: 'documentAccess.oauth.manager.rotateIfOlderThan(rotationAgeMs * 60);',
    tests: ['test/program/tokens.test.ts', 'test/program/credentials.test.ts'],
  },
  {
    breaks: 'T7 a secret shows itself in a text',
    file: 'src/secret.ts',
    find: "toString: () => '[secret]',",
    replace: 'toString: () => text,',
    tests: ['test/oauth', 'test/keap', 'test/program'],
  },
  {
    breaks: 'R1 a row says Synced although Keap did not take it',
    file: 'src/sync/push/match-rows.ts',
    find: "return { status: 'Failed', message: outcome.reason, fingerprint: rememberedOf(planned, outcome) };",
    replace: "return { status: 'Synced', message: outcome.reason, fingerprint };",
    tests: ['test/program/rows.test.ts'],
  },
  {
    breaks: 'R2 a blank cell clears the field although nobody chose that',
    file: 'src/sync/sheet/row.ts',
    find: "if (text === '' && blankClears !== true) continue;",
    replace: '',
    tests: sync,
  },
  {
    breaks: 'R3 old values are written down after Keap has new ones',
    file: 'src/sync/push/chunk.ts',
    find: '  if (entries.length > 0) journal.begin(entries);\n  const outcomes = applySteps(context, run, steps);',
    replace:
      '  const outcomes = applySteps(context, run, steps);\n  if (entries.length > 0) journal.begin(entries);',
    tests: sync,
  },
  {
    breaks: 'R3 an unfinished run is forgotten',
    file: 'src/sync/run/run-lifecycle.ts',
    find: 'const left = end.isOver ? interrupted : { ...state, ...waitAfter(end.endedBy) };',
    replace: 'const left = interrupted;',
    tests: sync,
  },
  {
    breaks: 'R4 an outcome is written to the row that had it when the run began',
    file: 'src/sync/push/match-rows.ts',
    find: 'const one = outcomes.get(fingerprint);',
    replace: 'const one = [...outcomes.values()][0];',
    tests: ['test/program/r4-people-work.test.ts'],
  },
  {
    breaks: 'R9 an address that has unsubscribed is opted in',
    file: 'src/keap/contacts/opt-status.ts',
    find: "  MANUAL: { meaning: 'opted-out', label: 'Unsubscribed' },",
    replace: "  MANUAL: { meaning: 'open', label: 'Unsubscribed' },",
    tests: ['test/keap/opting.test.ts'],
  },
  {
    breaks: 'R9 a reason to opt in is sent again with the next change of its row',
    file: 'src/sync/plan/plan.ts',
    find: 'if (!isSent) return { change, ...planned };',
    replace: 'if (isSent || !isSent) return { change, ...planned };',
    tests: ['test/program/opting.test.ts'],
  },
  {
    breaks: 'R9 an opt-in is forgotten where another field of its row fails',
    file: 'src/sync/push/match-rows.ts',
    find: "return isOptInSent === true || isSentNow ? optOnly(fingerprint) : '';",
    replace: "return isOptInSent === true && isSentNow ? optOnly(fingerprint) : '';",
    tests: ['test/program/opting.test.ts'],
  },
  {
    breaks: 'R9 an address is opted in although Keap does not say whether it has unsubscribed',
    file: 'src/keap/contacts/opt-status.ts',
    find: "return byLetters.get(lettersOf(name)) ?? { meaning: 'unknown', label: name };",
    replace: "return byLetters.get(lettersOf(name)) ?? { meaning: 'open', label: name };",
    tests: ['test/keap/opting.test.ts'],
  },
  {
    breaks: 'R9 two rows that name one address and disagree are both sent',
    file: 'src/sync/plan/plan.ts',
    find: 'const opposite = conflicts.get(first.change.id);',
    replace: 'const opposite = conflicts.get(first.change.id) && undefined;',
    tests: ['test/sync/plan/opt-conflicts.test.ts'],
  },
  {
    breaks: 'R9 two contacts that share an address in Keap and disagree are both sent',
    file: 'src/sync/push/push.ts',
    find: 'conflicts ??= addressConflicts(context.service, plan.changes);',
    replace: 'conflicts ??= addressConflicts(context.service, chunk.slice(0, 1));',
    tests: ['test/program/opting.test.ts'],
  },
  {
    breaks: 'R10 an opt-out waits for the fields of its row',
    file: 'src/keap/contacts/opting.ts',
    find: '  optOutCurrent(steps, all);\n  writeFields(steps, all);',
    replace:
      "  writeFields(steps, all);\n  optOutCurrent(steps, all.filter(({ fields }) => fields === undefined || fields.kind === 'done'));",
    tests: ['test/keap/opting.test.ts'],
  },
  {
    breaks: 'R10 the address that a row replaces stays mailable',
    file: 'src/keap/contacts/opting.ts',
    find: "opt?.kind === 'opt-out' && current?.kind === 'address' && current.address !== ''",
    replace:
      "opt?.kind === 'opt-out' && current?.kind === 'address' && current.address !== '' && all.every(({ newAddress }) => newAddress === undefined)",
    tests: ['test/keap/opting.test.ts'],
  },
  {
    breaks: 'R10 a contact that cannot be read as a whole is not opted out',
    file: 'src/sync/push/chunk.ts',
    find: "if (opt?.kind !== 'opt-out' || failure.isMissing === true) {",
    replace: "if (opt?.kind !== 'opt-out' || failure.reason !== '') {",
    tests: ['test/program/opting.test.ts'],
  },
  {
    breaks: 'R10 a passing fault is believed the first time',
    file: 'src/keap/http/exchange.ts',
    find: 'const maxTriesOfPassing = 3;',
    replace: 'const maxTriesOfPassing = 1;',
    tests: ['test/keap/opting.test.ts'],
  },
  {
    breaks: 'R5 a contact that is as wanted is written again',
    file: 'src/sync/plan/diff.ts',
    find: 'if (now === undefined || !isSame(name, now, text)) different.set(name, text);',
    replace: 'different.set(name, text);',
    tests: sync,
  },
  {
    breaks: 'R6 filling in writes over a formula',
    file: 'src/sync/fill/fill-plan.ts',
    find: "if ((formulas[rowIndex]?.[columnIndex] ?? '') !== '') continue;",
    replace: '',
    tests: ['test/program/fill-in.test.ts'],
  },
  {
    breaks: 'R7 a run goes on without the lock',
    file: 'src/sync/run/run-lifecycle.ts',
    find: "if (locked.kind === 'done') return locked.value;\n  throw new Busy(",
    replace:
      "if (locked.kind === 'done') return locked.value;\n  if (start.undoableAs) return runLocked(context, start, work);\n  throw new Busy(",
    tests: sync,
  },
  {
    breaks: 'an undo writes over what somebody has changed since',
    file: 'src/sync/undo/undo-plan.ts',
    find: "    : 'This value has changed since the run, so it stays as it is.';",
    replace: '    : undefined;',
    tests: ['test/program/undo.test.ts'],
  },
  {
    breaks: 'a preview sends what was edited since',
    file: 'src/sync/plan/plan.ts',
    find: "return rows.some((row) => row.kind === 'ready' && wanted.plan.has(row.fingerprint));",
    replace: "return rows.some((row) => row.kind === 'ready');",
    tests: ['test/program/preview.test.ts'],
  },
  {
    breaks: 'a thrown window is not taken apart',
    file: 'src/keap/http/exchange.ts',
    find: 'batch.maxWindow = Math.max(1, Math.floor(window.length / splitFactor));',
    replace: 'batch.emptyWindows++;\n    if (batch.emptyWindows > maxTries) throw apiDown([]);',
    tests: ['test/keap/http/exchange.test.ts'],
  },
  {
    breaks: 'R2 a list is written without what Keap has in it',
    file: 'src/keap/over-rest/contact-patch.ts',
    find: 'if (current === undefined) return [];',
    replace: 'if (current !== undefined || path !== undefined) return [];',
    tests: ['test/keap/both-apis.test.ts'],
  },
  {
    breaks: "R2 the account's own fields are written without the others",
    file: 'src/keap/over-rest/contact-patch.ts',
    find: 'return [...items.filter((item) => String(item.id) !== id),',
    replace: 'return [',
    tests: ['test/keap/both-apis.test.ts'],
  },
  {
    breaks: 'R1 what Keap acknowledged with another value is called done',
    file: 'src/keap/over-rest/acknowledgement.ts',
    find: 'if (!isTaken) return { failure: notStored(name, stored) };',
    replace: '',
    tests: ['test/keap/over-rest/rest-contact-service.test.ts'],
  },
  {
    breaks: 'R3 what XML-RPC left unanswered is forgotten at the switch',
    file: 'src/keap/contacts/automatic-contact-service.ts',
    find: 'return items.map((_, index) => answerAt(results, index) ?? restResults.shift() ?? noAnswer);',
    replace: 'return results ?? items.map(() => noAnswer);',
    tests: ['test/keap/contacts/automatic-contact-service.test.ts'],
  },
  {
    breaks: 'R8 one call without an answer ends the run for all',
    file: 'src/keap/http/exchange.ts',
    find: 'if (reason === undefined || pending.tries < maxTries) return false;',
    replace: 'if (reason === undefined || pending.tries <= 100 * maxTries) return false;',
    tests: ['test/keap/http/exchange.test.ts'],
  },
  {
    breaks: 'R8 one row that XML-RPC does not answer switches the document over',
    file: 'src/keap/contacts/automatic-contact-service.ts',
    find: 'if (first !== undefined && isUp) return first;',
    replace: '',
    tests: ['test/keap/contacts/automatic-contact-service.test.ts'],
  },
  {
    breaks: 'R8 XML-RPC is left without being asked once more',
    file: 'src/keap/contacts/automatic-contact-service.ts',
    find: 'const isUp = xmlRpc.probe();',
    replace: 'const isUp = false;',
    tests: ['test/keap/contacts/automatic-contact-service.test.ts'],
  },
  {
    breaks: 'the year: XML-RPC is asked although its last day is over',
    file: 'src/keap/contacts/chosen-contact-service.ts',
    find: 'if (nowMs() >= xmlRpcEndMs) {',
    replace: 'if (nowMs() < 0) {',
    tests: ['test/keap/contacts/automatic-contact-service.test.ts'],
  },
];
