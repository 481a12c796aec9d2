import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { behaviorIn } from '../../../local/keap/open-questions.ts';
import { startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { call, madeUpKey, text } from './keap-client.ts';

/** The environment changes defaults, so that a whole suite can run the other way. */
afterEach(() => vi.unstubAllEnvs());

describe('KEAP_BEHAVIOR', () => {
  it.each([
    ['changes the default', {}, 'opted-out-manually'],
    ['leaves what a test sets', { apiOptOut: 'opted-out' }, 'opted-out'],
  ] as const)('%s', async (_what, behavior, expected) => {
    vi.stubEnv('KEAP_BEHAVIOR', '{"apiOptOut":"opted-out-manually"}');
    const keap = await startSimulatedKeap({ apiKeys: [madeUpKey], behavior });
    onTestFinished(() => keap.stop());
    await call(keap, 'APIEmailService.optOut', text('a@example.com') + text('why'));
    expect((await keap.optEntry('a@example.com')).status).toBe(expected);
  });

  it('that names a switch that there is not, or is not JSON, is an error', async () => {
    expect(() => behaviorIn({ KEAP_BEHAVIOR: '{"mood":"bad"}' })).toThrow('there is no switch mood');
    expect(() => behaviorIn({ KEAP_BEHAVIOR: 'bad' })).toThrow(SyntaxError);
    expect(behaviorIn({})).toEqual({});
    vi.stubEnv('KEAP_BEHAVIOR', '{"mood":"bad"}');
    await expect(startSimulatedKeap()).rejects.toThrow('there is no switch mood');
  });
});
