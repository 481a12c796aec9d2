import { describe, expect, it } from 'vitest';
import type { LocalState } from '../../../src/ui/sidebar/view-model.ts';
import { connectedState, connections, standInServer } from '../../support/stand-in-server.ts';
import { viewWhere } from '../given-state.ts';

const saved = { clientId: 'demo-client', hasClientSecret: true };
const waiting: LocalState['wait'] = {
  kind: 'waiting',
  sinceMs: 0,
  url: 'https://accounts.infusionsoft.com/',
};
const sick = {
  id: 0,
  name: 'Empty',
  headerLine: 1,
  columns: [],
  meanings: [],
  problem: 'This sheet is empty.',
};

describe('viewOf()', () => {
  it.each([
    ['nothing is saved', {}, {}, 'enter-client', 'save-client', ['connection']],
    ['a client is saved', saved, {}, 'connect', 'connect', ['connection']],
    ['a link is there', saved, { wait: waiting }, 'open-link', 'consent-link', ['connection']],
    [
      'a consent was begun elsewhere',
      { ...saved, connection: connections.connecting },
      {},
      'connect',
      'connect',
      ['connection'],
    ],
    ['a link has expired', saved, { wait: { kind: 'expired' } }, 'connect', 'connect', ['connection']],
    ['all is well', connectedState, {}, 'done', 'sync-now', ['sync']],
    ['the sheet is sick', { ...connectedState, sheet: sick }, {}, 'done', 'check-again', ['columns', 'sync']],
    [
      'the client is being changed',
      connectedState,
      { isEditingClient: true },
      'enter-client',
      'save-client',
      ['connection'],
    ],
    [
      'Keap is not to be reached',
      { ...saved, connection: connections['renewal-failing'] },
      {},
      'done',
      'sync-now',
      ['connection', 'sync'],
    ],
    [
      'the client is refused',
      { ...saved, connection: connections['client-refused'] },
      {},
      'done',
      'change-client',
      ['connection', 'sync'],
    ],
    [
      'a new link is there meanwhile',
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
      'the client is gone with it',
      { connection: connections.damaged },
      {},
      'enter-client',
      'save-client',
      ['connection'],
    ],
  ] as const)('offers one thing first where %s', (_words, state, local, step, primary, open) => {
    const view = viewWhere(state, local);
    expect([view.step, view.primary, view.open]).toEqual([step, primary, open]);
  });

  it('lets nobody sync without a connection or with a sheet that cannot be synced, and says why', () => {
    expect(viewWhere(saved).sync.whyNot).toBe('Connect to Keap first.');
    expect(viewWhere({ ...connectedState, sheet: sick }).sync.whyNot).toContain('see Columns');
    expect(viewWhere(connectedState).sync.whyNot).toBe('');
    expect(viewWhere({ ...saved, connection: connections['renewal-failing'] }).sync.whyNot).toBe('');
  });

  it('offers to connect again wherever a connection is in trouble, and not where it is well', () => {
    const canConnect = Object.values(connections)
      .filter((connection) => viewWhere({ ...saved, connection }).connection.canConnect)
      .map(({ kind }) => kind);
    const others = Object.keys(connections).filter((kind) => !canConnect.some((one) => one === kind));
    expect(others.sort()).toEqual(['connected', 'foreign-account', 'key-refused', 'other-account']);
  });

  it('says the next step once: by the form, by the link, by the button or in words', () => {
    const next = (...args: Parameters<typeof viewWhere>) => viewWhere(...args).connection.nextStep;
    expect(next({})).toBe('');
    expect(next(saved, { wait: waiting })).toBe('');
    expect(next({ ...saved, connection: connections['reconnect-needed'] })).toBe('');
    expect(next({ ...saved, connection: connections['client-refused'] })).toContain('save them again');
    expect(next(saved, { wait: { kind: 'expired' } })).toBe('The link has expired. Get a new one.');
  });

  it('names what a removal removes, and offers none where there is nothing', () => {
    expect(viewWhere({}).connection.removeLabel).toBe('');
    expect(viewWhere(saved).connection.removeLabel).toBe('Delete client id and secret');
    expect(viewWhere(connectedState).connection.removeLabel).toBe('Disconnect');
    expect(viewWhere(connectedState).connection.removeQuestion).toContain('daily sync pauses');
  });

  it('shows the schedule as paused while nothing can be synced', () => {
    const schedule = { ...standInServer().state.schedule, isOn: true };
    expect(viewWhere({ ...connectedState, schedule }).sync.badge).toEqual({
      text: 'Daily, 06:00',
      tone: 'good',
    });
    expect(viewWhere({ schedule }).sync.badge.text).toBe('Paused');
    expect(viewWhere(connectedState).sync.badge.text).toBe('Not scheduled');
  });

  it('counts the columns that are sent', () => {
    expect(viewWhere({}).columns.badge.text).toBe('3 columns');
    expect(viewWhere({ sheet: sick }).columns.badge).toEqual({ text: 'Needs you', tone: 'bad' });
  });

  it('offers three ways as long as nothing is connected, and none beside a connection', () => {
    const step = (...args: Parameters<typeof viewWhere>) => viewWhere(...args).step;
    expect(step({}, { way: 'key' })).toBe('enter-key');
    expect(step({}, { way: 'legacy-key' })).toBe('enter-legacy-key');
    expect(viewWhere({}).connection.hasWays).toBe(true);
    const editing = viewWhere(connectedState, { isEditingClient: true, way: 'key' });
    expect([editing.step, editing.connection.hasWays]).toEqual(['enter-client', false]);
  });

  it('asks to decide between two accounts before anything else', () => {
    const view = viewWhere({ ...connectedState, connection: connections['other-account'] });
    expect([view.step, view.primary]).toEqual(['decide', 'keep-account']);
    expect(view.sync.whyNot).toContain('Decide');
  });

  it('offers to test a key that was refused, and nothing of consent', () => {
    const { connection, primary } = viewWhere({ connection: connections['key-refused'] });
    expect([connection.canTest, connection.canConnect, primary]).toEqual([true, false, 'test-connection']);
    expect(connection.removeQuestion).toContain('The key is deleted');
  });

  it('lets the daily sync be taken over only with a connection of one’s own', () => {
    const owner = { kind: 'somebody-else', sentence: 'Somebody else.' } as const;
    expect(viewWhere({ ...connectedState, owner }).connection.canTakeOver).toBe(true);
    expect(viewWhere({ owner }).connection.canTakeOver).toBe(false);
    expect(viewWhere(connectedState).connection.canTakeOver).toBe(false);
  });

  it('says when nothing was synced yet', () => {
    expect(viewWhere({}).sync.lastRun).toBe('Nothing was synced yet.');
    expect(
      viewWhere({ lastRun: { sentence: '3 synced.', hasFailedRows: false, undo: '' } }).sync.lastRun,
    ).toBe('3 synced.');
  });
});
