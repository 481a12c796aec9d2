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
    find: "return { status: 'Failed', message: outcome.reason, fingerprint: '' };",
    replace: "return { status: 'Synced', message: outcome.reason, fingerprint };",
    tests: ['test/program/rows.test.ts'],
  },
  {
    breaks: 'R2 a blank cell clears the field although nobody chose that',
    file: 'src/sync/sheet/row.ts',
    find: "if (text !== '' || blankClears === true) fields.set(name, text);",
    replace: 'fields.set(name, text);',
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
    find: 'const outcome = outcomes.get(fingerprint);',
    replace: 'const outcome = [...outcomes.values()][0];',
    tests: ['test/program/r4-people-work.test.ts'],
  },
  {
    breaks: 'R5 a contact that is as wanted is written again',
    file: 'src/sync/plan/diff.ts',
    find: 'if (now === undefined || !isSameValue(name, now, text)) different.set(name, text);',
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
  {
    breaks: 'D1 any trigger of the script counts as the one of this document',
    file: 'src/sync/daily/document-triggers.ts',
    find: 'if (!isSilent(record) && here.includes(record.id)) {',
    replace: "if (triggers.ids('hourly').length > 0) {",
    tests: ['test/program/documents.test.ts'],
  },
  {
    breaks: 'D1 Disconnect deletes the triggers of all documents',
    file: 'src/sync/daily/document-triggers.ts',
    find: 'triggers.ids(kind).filter((id) => id === storedId)',
    replace: 'triggers.ids(kind)',
    tests: ['test/program/documents.test.ts'],
  },
  {
    breaks: 'D1 a copy is synced without a question',
    file: 'src/sync/push/push.ts',
    find: '  rejectForeignRows(view, document.properties);\n',
    replace: '',
    tests: ['test/program/documents.test.ts'],
  },
  {
    breaks: 'D1 a colleague takes the daily sync over unasked after Disconnect',
    file: 'src/keap/auth/document-owner.ts',
    find: "if (ownerIn(record) !== 'nobody' || record.isPaused === true || !isItsAccount) return;",
    replace: "if (ownerIn(record) !== 'nobody' || !isItsAccount) return;",
    tests: ['test/program/disconnect.test.ts', 'test/keap/auth'],
  },
  {
    breaks: 'R11 what stops a trigger is not emailed',
    file: 'src/sync/daily/unattended.ts',
    find: 'if (other === undefined || streak === undefined || !isMine || !isLong(streak, other)) return;',
    replace: 'return;',
    tests: ['test/program/heartbeat.test.ts'],
  },
  {
    breaks: 'R11 nobody notices that the owner is gone',
    file: 'src/app.ts',
    find: "else if (ownedBy === 'somebody-else') reportOverdue(platform, document);",
    replace: '',
    tests: ['test/program/heartbeat.test.ts'],
  },
  {
    breaks: 'R11 a disabled trigger counts as working',
    file: 'src/sync/daily/document-triggers.ts',
    find: 'return clock.nowMs() - Math.max(createdMs, lastRunMs) > silentAfterMs;',
    replace: 'return clock.nowMs() - Math.max(createdMs, lastRunMs) < 0;',
    tests: ['test/program/heartbeat.test.ts'],
  },
];
