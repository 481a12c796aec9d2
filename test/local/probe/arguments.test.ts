/** The arguments of `npm run probe`. */
import { describe, expect, it } from 'vitest';
import { probeArguments } from '../../../local/probe/arguments.ts';

const scriptId = '1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrs';

describe('probeArguments()', () => {
  it.each<[readonly string[], unknown]>([
    [[], { kind: 'worlds' }],
    [['--help'], { kind: 'help' }],
    [['--google'], { kind: 'google', scriptId: undefined }],
    [['--google', '--script-id', scriptId], { kind: 'google', scriptId }],
    [['--keap'], { kind: 'keap', contactId: undefined, file: undefined }],
    [['--keap', '--write', '12', '--to', 'a.json'], { kind: 'keap', contactId: 12, file: 'a.json' }],
    [['--compare', 'a.json'], { kind: 'compare', file: 'a.json', earlier: undefined }],
    [['--compare', 'a.json', '--with', 'b.json'], { kind: 'compare', file: 'a.json', earlier: 'b.json' }],
  ])('reads %j', (args, expected) => {
    expect(probeArguments(args)).toEqual(expected);
  });

  it.each<[readonly string[], RegExp]>([
    [['--google', '--keap'], /Choose one/],
    [['--script-id', scriptId], /goes with --google/],
    [['--google', '--script-id', 'short'], /not a script id/],
    [['--write', '12'], /go with --keap/],
    [['--keap', '--write', 'me'], /not a contact id/],
    [['--keap', '--write', '0'], /not a contact id/],
    [['--keap', '--write', '-5'], /unknown, or its value is missing/],
    [['--keap', '--write'], /unknown, or its value is missing/],
    [['--with', 'b.json'], /goes with --compare/],
    [['--unknown'], /unknown/],
  ])('refuses %j', (args, sentence) => {
    expect(probeArguments(args)).toEqual({ kind: 'invalid', sentence: expect.stringMatching(sentence) });
  });

  it.each([
    [['--keap', 'KeapAK-secret']],
    [['--keap', '--token', 'KeapAK-secret']],
    [['--keap', '--token=KeapAK-secret']],
  ])('takes no token, and does not repeat one: %j', (args) => {
    const read = probeArguments(args);
    expect(read.kind).toBe('invalid');
    expect(JSON.stringify(read)).not.toContain('KeapAK-secret');
  });
});
