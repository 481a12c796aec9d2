import { describe, expect, it } from 'vitest';
import { deployRequest } from '../../build/deploy/arguments.ts';

const scriptId = `1${'aB3_-'.repeat(11)}`;

describe('deployRequest()', () => {
  it('tests and pushes to the saved script by default', () => {
    expect(deployRequest([])).toEqual({
      kind: 'deploy',
      target: { kind: 'kept' },
      isPushed: true,
      tests: 'quick',
      replaces: false,
      acceptsScopes: false,
    });
  });

  it.each([
    scriptId,
    `https://script.google.com/home/projects/${scriptId}/edit`,
    `https://script.google.com/u/0/home/projects/${scriptId}`,
    `https://script.google.com/d/${scriptId}/edit?usp=sharing`,
  ])('reads a script id from %s', (given) => {
    expect(deployRequest(['--script-id', given])).toMatchObject({ target: { kind: 'named', scriptId } });
  });

  it.each([
    [['--script-id'], 'The script id is missing'],
    [['--script-id', '--check'], 'The script id is missing'],
    [['--script-id', 'short'], '"short" is not a script id'],
    [['--script-id', `${scriptId} --force`], 'is not a script id'],
    [
      ['--script-id', 'https://docs.google.com/spreadsheets/d/1abc/edit'],
      'This is the address of a document, not of a script.',
    ],
    [['--create'], 'The title is missing'],
    [['--create', ' '], 'The title is missing'],
    [['--create', '--check'], 'The title is missing'],
    [['--create', 'A', '--script-id', scriptId], 'Name only one script, and only once.'],
    [['--create', 'A', '--check'], '--check changes nothing'],
    [['--to'], 'The name is missing'],
    [['--to', '--yes'], 'The name is missing'],
    [['--all', '--to', 'Bakery'], 'use --all'],
    [['--script-id', scriptId, '--all'], 'use --all'],
    [['--push'], '"--push" is not an option of this command'],
  ])('rejects %j', (given, sentence) => {
    const request = deployRequest(given);
    expect(request.kind === 'wrong' ? request.sentence : request).toContain(sentence);
  });

  it.each([
    [['--all'], { target: { kind: 'listed', name: '' } }],
    [['--to', 'Garden center'], { target: { kind: 'listed', name: 'Garden center' } }],
    [['--all-tests'], { tests: 'all' }],
    [['--without-tests'], { tests: 'none' }],
    [['--yes'], { replaces: true }],
  ])('reads %j', (given, request) => {
    expect(deployRequest(given)).toMatchObject(request);
  });

  it('shows the help', () => {
    expect(deployRequest(['--help'])).toEqual({ kind: 'help' });
  });
});
