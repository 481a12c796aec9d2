import { describe, expect, it } from 'vitest';
import { documentOwner } from '../../src/keap/auth/document-owner.ts';
import { keyStore } from '../../src/keap/auth/key-store.ts';
import { apiStore } from '../../src/keap/contacts/api-store.ts';
import { clientStore } from '../../src/oauth/client-store.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import { loadSchedule } from '../../src/sync/daily/schedule.ts';
import { loadProgress } from '../../src/sync/run/progress.ts';
import { changeRunRecord, loadRunRecord } from '../../src/sync/run/run-record.ts';
import type { UnfinishedRun } from '../../src/sync/run/unfinished-run.ts';
import { loadChoices } from '../../src/sync/sheet/column-choices.ts';
import { fakeLock } from '../support/fake-lock.ts';
import { fakeProperties } from '../support/fake-properties.ts';

/** Each stored shape exactly as it was first written; these texts must never change. */
const document = fakeProperties({
  schedule: '{"version":1,"isOn":true,"hour":7,"mailsOn":true,"mailTo":"a@example.com","sheetId":42}',
  'columns/42': '{"version":1,"columns":[{"header":"Mail","meaning":"Email","blankClears":true}]}',
  api: '{"version":1,"choice":"automatic","switched":{"atMs":1766481240000,"why":"no-answer"},"isTold":true}',
  owner: '{"version":1,"account":"app123.infusionsoft.com","mark":"m","sinceMs":5}',
  run: '{"version":2,"unfinished":{"run":"r1","kind":"sync","startedBy":"Sync now","sheetId":42,"phase":"sending","isWhole":true,"isDaily":false,"notBeforeMs":0,"isDown":false,"afterId":0},"last":{"sentence":"1 synced.","endedMs":9,"failed":0},"doneDay":"2026-11-23","undoable":{"run":"r1","kind":"sync","sheetId":42,"startedMs":8}}',
  progress:
    '{"version":1,"run":"r1","done":1,"total":2,"synced":1,"failed":0,"calls":3,"msPerContact":40,"aliveUntilMs":0}',
});
const user = fakeProperties({
  'd/client': '{"version":1,"id":"simulated-id","secret":"simulated-secret"}',
  'd/token':
    '{"version":1,"accessToken":"simulated-access","refreshToken":"simulated-refresh","expiresAtMs":200,"obtainedAtMs":100,"connectedAtMs":50,"scope":"full|app123.infusionsoft.com"}',
  'd/refusal': '{"sinceMs":150,"code":"invalid_grant","ofTokenMs":100,"wasCutOff":false}',
  'd/failing': '{"sinceMs":150,"why":"unavailable","ofTokenMs":100}',
  'd/rotation': '{"sinceMs":150,"ofTokenMs":100}',
  'd/consent': '{"sinceMs":150}',
  'd/key':
    '{"version":1,"account":"app123.infusionsoft.com","connectedAtMs":50,"kind":"key","header":"X-Keap-API-Key","key":"simulated-key"}',
  'd/other-key':
    '{"version":1,"account":"sim9.infusionsoft.com","connectedAtMs":50,"refusedAtMs":60,"kind":"legacy-key","application":"sim9","key":"simulated-legacy"}',
  'd/mark': 'm',
});

describe('a later version', () => {
  it('reads the schedule, the columns and the API of the first one', () => {
    expect(loadSchedule(document)).toEqual({
      ...{
        isOn: true,
        hours: [7],
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        mailsOn: true,
        mailTo: 'a@example.com',
        sheetId: 42,
      },
    });
    expect(loadChoices(document, 42)).toEqual([{ header: 'Mail', meaning: 'Email', blankClears: true }]);
    expect(apiStore(document, fakeLock()).load()).toEqual({
      choice: 'automatic',
      switched: { atMs: 1_766_481_240_000, why: 'no-answer' },
      isAnnounced: true,
    });
  });

  it('reads its runs, and continues with what they have left', () => {
    const { unfinished, last, doneSlot, undoable } = loadRunRecord(document);
    expect(unfinished).toMatchObject({
      run: 'r1',
      kind: 'sync',
      sheetId: 42,
      phase: 'sending',
      rows: 'all',
    });
    expect([last?.sentence, doneSlot, undoable]).toEqual([
      '1 synced.',
      '2026-11-23',
      [{ run: 'r1', kind: 'sync', sheetId: 42, startedMs: 8 }],
    ]);
    expect(loadProgress(document)).toMatchObject({ run: 'r1', done: 1, total: 2, calls: 3 });
    const first = fakeProperties({ run: '{"version":1,"unfinished":{"sheetId":42,"phase":"sending"}}' });
    expect(loadRunRecord(first).unfinished).toMatchObject({
      sheetId: 42,
      phase: 'sending',
      kind: 'sync',
      run: '',
    });
  });

  it.each<[string, UnfinishedRun]>([
    [
      '{"run":"r","kind":"sync","startedBy":"Sync selected rows","sheetId":7,"phase":"marking","isWhole":false,"isDaily":false,"notBeforeMs":9,"isDown":false,"afterId":0,"target":""}',
      {
        ...{ run: 'r', kind: 'sync', startedBy: 'Sync selected rows', sheetId: 7, phase: 'marking' },
        ...{ rows: 'some', isDaily: false, notBeforeMs: 9, isDown: false },
      },
    ],
    [
      '{"run":"r","kind":"fill-over","startedBy":"Fill in from Keap","sheetId":7,"phase":"sending","isWhole":true,"isDaily":false,"notBeforeMs":0,"isDown":true,"afterId":12,"target":""}',
      {
        ...{ run: 'r', kind: 'fill', startedBy: 'Fill in from Keap', sheetId: 7, rows: 'all' },
        ...{ overwrite: true, afterId: 12, notBeforeMs: 0, isDown: true },
      },
    ],
    [
      '{"run":"r","kind":"undo","startedBy":"Undo of q","sheetId":7,"phase":"sending","isWhole":true,"isDaily":false,"notBeforeMs":0,"isDown":false,"afterId":0,"target":"q"}',
      {
        ...{ run: 'r', kind: 'undo', startedBy: 'Undo of q', sheetId: 7, target: 'q' },
        ...{ notBeforeMs: 0, isDown: false },
      },
    ],
  ])('reads the unfinished run %s, and writes it the same way', (text, unfinished) => {
    const properties = fakeProperties({ run: `{"version":2,"unfinished":${text}}` });
    expect(loadRunRecord(properties).unfinished).toEqual(unfinished);
    changeRunRecord(properties, { doneSlot: '2026-11-23' });
    expect(JSON.parse(properties.get('run') ?? '')).toEqual({
      version: 2,
      unfinished: JSON.parse(text),
      doneDay: '2026-11-23',
    });
  });

  it('reads its connection, its keys and their owner', () => {
    expect(clientStore(user, 'd/').load()?.id).toBe('simulated-id');
    const store = tokenStore(user, 'd/');
    const stored = store.load();
    if (stored.kind !== 'token') return expect.unreachable();
    const { token } = stored;
    expect([token.accessToken.reveal(), token.refreshToken.reveal()]).toEqual([
      'simulated-access',
      'simulated-refresh',
    ]);
    expect(store.refusalOf(token)?.code).toBe('invalid_grant');
    expect([
      store.failureOf(token)?.why,
      store.rotationNoteOf(token)?.sinceMs,
      store.consentBegunMs(),
    ]).toEqual(['unavailable', 150, 150]);
    expect(keyStore(user, 'd/key').load()).toMatchObject({
      account: 'app123.infusionsoft.com',
      connectedAtMs: 50,
    });
    expect(keyStore(user, 'd/other-key').load()).toMatchObject({
      refusedAtMs: 60,
      key: { application: 'sim9' },
    });
    const owner = documentOwner({ document, user, lock: fakeLock() }, 'd', () => 0);
    expect([owner.account(), owner.ownedBy(), owner.sinceMs()]).toEqual(['app123.infusionsoft.com', 'me', 5]);
  });

  it('ignores what a version after it has added', () => {
    const newer = fakeProperties({ schedule: '{"version":9,"isOn":true,"hour":7,"colour":"blue"}' });
    expect(loadSchedule(newer)).toMatchObject({ isOn: true, hours: [7] });
  });
});
