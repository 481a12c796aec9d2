/** What the sidebar shows for each state. */
import { describe, expect, it } from 'vitest';
import type { LocalState } from '../../../src/ui/sidebar/connection-steps.ts';
import { connectedState, connections, ofSheet, standInServer } from '../../support/stand-in-server.ts';
import { viewWhere } from '../given-state.ts';

const saved = { clientId: 'demo-client', hasClientSecret: true };
const waiting: LocalState['wait'] = {
  kind: 'waiting',
  sinceMs: 0,
  url: 'https://accounts.infusionsoft.com/',
  isOpened: false,
};
const unsyncable = {
  id: 0,
  name: 'Empty',
  headerLine: 1,
  missingIds: 'leave' as const,
  unknownTags: 'leave' as const,
  hasLinks: false,
  fillable: [],
  linkNote: '',
  columns: [],
  kinds: [],
  note: '',
  problem: 'This sheet is empty.',
};

describe('viewOf()', () => {
  it.each([
    ['nothing is saved', {}, {}, 'enter-client', 'save-client', ['connection']],
    ['a client is saved', saved, {}, 'connect', 'connect', ['connection']],
    ['the link to Keap is ready', saved, { wait: waiting }, 'open-link', 'consent-link', ['connection']],
    [
      'a consent was started elsewhere',
      { ...saved, connection: connections.connecting },
      {},
      'connect',
      'connect',
      ['connection'],
    ],
    ['the link has expired', saved, { wait: { kind: 'expired' } }, 'connect', 'connect', ['connection']],
    ['everything works', connectedState, {}, 'done', 'sync-now', ['sync']],
    [
      'the sheet cannot be synced',
      { ...connectedState, sheet: unsyncable },
      {},
      'done',
      'reload-sheet',
      ['columns', 'sync'],
    ],
    [
      'the client is being changed',
      connectedState,
      { isEditingClient: true },
      'enter-client',
      'save-client',
      ['connection'],
    ],
    [
      'Keap cannot be reached',
      { ...saved, connection: connections['renewal-failing'] },
      {},
      'done',
      'sync-now',
      ['connection', 'sync'],
    ],
    [
      'the client is rejected',
      { ...saved, connection: connections['client-refused'] },
      {},
      'done',
      'change-client',
      ['connection', 'sync'],
    ],
    [
      'the client is rejected and a new link is ready',
      { ...saved, connection: connections['client-refused'] },
      { wait: waiting },
      'open-link',
      'consent-link',
      ['connection'],
    ],
    [
      'the connection is lost',
      { ...saved, connection: connections['reconnect-needed'] },
      {},
      'connect',
      'connect',
      ['connection'],
    ],
    [
      'the connection is damaged',
      { ...saved, connection: connections.damaged },
      {},
      'connect',
      'connect',
      ['connection'],
    ],
    [
      'the client is lost as well',
      { connection: connections.damaged },
      {},
      'enter-client',
      'save-client',
      ['connection'],
    ],
  ] as const)('offers one button first if %s', (_name, state, local, step, primary, open) => {
    const view = viewWhere(state, local);
    expect([view.step, view.primary, view.open]).toEqual([step, primary, open]);
  });

  it('does not sync without a connection or a sheet that can be synced, and says why', () => {
    expect(viewWhere(saved).sync.whyNot).toBe('Connect to Keap first.');
    expect(viewWhere({ ...connectedState, sheet: unsyncable }).sync.whyNot).toContain('See "Columns"');
    expect(viewWhere(connectedState).sync.whyNot).toBe('');
    expect(viewWhere({ ...saved, connection: connections['renewal-failing'] }).sync.whyNot).toBe('');
  });

  it('offers to connect again whenever a connection has a problem, and only then', () => {
    const canConnect = Object.values(connections)
      .filter((connection) => viewWhere({ ...saved, connection }).connection.canConnect)
      .map(({ kind }) => kind);
    const others = Object.keys(connections).filter((kind) => !canConnect.some((one) => one === kind));
    expect(others.sort()).toEqual([
      'connected',
      'copied-rows',
      'foreign-account',
      'key-refused',
      'other-account',
    ]);
  });

  it('shows the next step once: as a form, as the link, as a button or as text', () => {
    const next = (...args: Parameters<typeof viewWhere>) => viewWhere(...args).connection.nextStep;
    expect(next({})).toBe('');
    expect(next(saved, { wait: waiting })).toBe('');
    expect(next({ ...saved, connection: connections['reconnect-needed'] })).toBe('');
    expect(next({ ...saved, connection: connections['client-refused'] })).toContain('save them again');
    expect(next(saved, { wait: { kind: 'expired' } })).toBe(
      'The time to allow access has run out. Start again.',
    );
  });

  it('names what is removed, and offers nothing if there is nothing to remove', () => {
    expect(viewWhere({}).connection.removeLabel).toBe('');
    expect(viewWhere(saved).connection.removeLabel).toBe('Delete client id and secret');
    expect(viewWhere(connectedState).connection.removeLabel).toBe('Disconnect');
    expect(viewWhere(connectedState).connection.removeQuestion).toContain(
      'it is paused until someone takes it over',
    );
  });

  it('shows the schedule as paused while the document is not connected', () => {
    const schedule = ofSheet({ ...standInServer().state.schedule, isOn: true, sheetName: 'Contacts' });
    expect(viewWhere({ ...connectedState, schedule }).sync.badge).toEqual({
      text: 'Daily, 06:00',
      tone: 'good',
    });
    expect(viewWhere({ schedule }).sync.badge.text).toBe('Paused');
    expect(viewWhere(connectedState).sync.badge.text).toBe('Not scheduled');
  });

  it('counts the columns that are sent', () => {
    expect(viewWhere({}).columns.badge.text).toBe('3 columns');
    expect(viewWhere({ sheet: unsyncable }).columns.badge).toEqual({ text: 'Action needed', tone: 'bad' });
  });

  it('offers three methods while nothing is connected, and none afterwards', () => {
    const step = (...args: Parameters<typeof viewWhere>) => viewWhere(...args).step;
    expect(step({}, { method: 'key' })).toBe('enter-key');
    expect(step({}, { method: 'legacy-key' })).toBe('enter-legacy-key');
    expect(viewWhere({}).connection.hasMethods).toBe(true);
    const editing = viewWhere(connectedState, { isEditingClient: true, method: 'key' });
    expect([editing.step, editing.connection.hasMethods]).toEqual(['enter-client', false]);
  });

  it('asks to choose between two accounts before anything else', () => {
    const view = viewWhere({ ...connectedState, connection: connections['other-account'] });
    expect([view.step, view.primary]).toEqual(['choose-account', 'keep-account']);
    expect(view.sync.whyNot).toBe('Choose a Keap account first.');
  });

  it('offers to test a rejected key, and no consent', () => {
    const { connection, primary } = viewWhere({ connection: connections['key-refused'] });
    expect([connection.canTest, connection.canConnect, primary]).toEqual([true, false, 'test-connection']);
    expect(connection.removeQuestion).toContain('The key is deleted');
  });

  it('lets the scheduled sync be taken over only by someone who is connected', () => {
    const owner = { kind: 'somebody-else', sentence: 'Someone else.' } as const;
    expect(viewWhere({ ...connectedState, owner }).connection.canTakeOver).toBe(true);
    expect(viewWhere({ owner }).connection.canTakeOver).toBe(false);
    expect(viewWhere(connectedState).connection.canTakeOver).toBe(false);
  });

  it('says if nothing has been synced yet', () => {
    expect(viewWhere({}).sync.lastRun).toBe('Nothing has been synced yet.');
    expect(
      viewWhere({ lastRun: { sentence: '3 synced.', hasFailedRows: false, undo: '' } }).sync.lastRun,
    ).toBe('3 synced.');
  });
});
