import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

/** Synced to `first`; `goOver` connects the document to `second`, whose contacts have what the run wrote. */
async function givenTwoAccounts() {
  const { contacts, cells } = contactsAndCells(3);
  const program = await givenProgram({ cells, keap: { contacts, appName: 'first' } });
  await program.connect();
  await program.sync();
  const others = contacts.map(({ id }) => ({ id, fields: { Email: `new${id}@example.com` } }));
  const second = await startSimulatedKeap({ contacts: others, appName: 'second' });
  onTestFinished(() => second.stop());
  const goOver = async () => {
    Object.assign(program.keap.hosts, second.hosts);
    await program.connect();
    await value<DoneView>(program, 'acceptAccount');
  };
  const untouched = async () =>
    expect((await second.contacts()).map(({ fields }) => fields)).toEqual(others.map(({ fields }) => fields));
  return { program, goOver, untouched };
}

describe('an undo belongs to its Keap account', () => {
  it('D1 is not offered once the document belongs to another account', async () => {
    const { program, goOver, untouched } = await givenTwoAccounts();
    const { run } = await value<UndoView>(program, 'previewUndo');
    expect((await program.state()).lastRun.undo).not.toBe('');
    await goOver();
    expect((await program.state()).lastRun.undo).toBe('');
    expect(await value<UndoView>(program, 'previewUndo')).toMatchObject({
      run: '',
      changes: [],
      sentence:
        'The last runs changed contacts in another Keap account, not in the one that this sheet belongs to now, so they cannot be undone.',
    });
    expect(await program.ask('undoRun', { run })).toMatchObject({ kind: 'problem' });
    await untouched();
  });

  it('D1 is not continued in another account', async () => {
    const { program, goOver, untouched } = await givenTwoAccounts();
    const { run } = await value<UndoView>(program, 'previewUndo');
    const down = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: ['xmlrpc ', 'rest '], trouble: down });
    await value<DoneView>(program, 'undoRun', { run });
    await goOver();
    await program.google.passTime(3 * hourMs);
    await untouched();
    expect((await program.state()).activity.kind).toBe('idle');
    expect((await program.state()).lastRun.sentence).toContain(
      'This run changed contacts of first.infusionsoft.com, and you are connected to second.infusionsoft.com, so it cannot be undone.',
    );
  });
});
