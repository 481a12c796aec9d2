import { describe, expect, it } from 'vitest';
import { deployRequest } from '../../build/deploy/arguments.ts';

const scriptId = `1${'aB3_-'.repeat(11)}`;

describe('deployRequest()', () => {
  it('pushes to the script that is kept, tested, where nothing is said', () => {
    expect(deployRequest([])).toEqual({
      kind: 'deploy',
      target: { kind: 'kept' },
      isPushed: true,
      isTested: true,
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
    [['--script-id', 'short'], '"short" is no script id'],
    [['--script-id', `${scriptId} --force`], 'is no script id'],
    [
      ['--script-id', 'https://docs.google.com/spreadsheets/d/1abc/edit'],
      'This is the address of a document.',
    ],
    [['--create'], 'Say how it is to be called'],
    [['--create', ' '], 'Say how it is to be called'],
    [['--create', '--check'], 'Say how it is to be called'],
    [['--create', 'A', '--script-id', scriptId], 'Name one script only, and once.'],
    [['--create', 'A', '--check'], '--check changes nothing'],
    [['--push'], '"--push" is no option of this command'],
  ])('refuses %j', (given, sentence) => {
    const request = deployRequest(given);
    expect(request.kind === 'wrong' ? request.sentence : request).toContain(sentence);
  });

  it('helps whoever asks', () => {
    expect(deployRequest(['--help'])).toEqual({ kind: 'help' });
  });
});
