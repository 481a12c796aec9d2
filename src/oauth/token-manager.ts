import { Busy, ReconnectNeeded, ServiceDown, SettingsWrong } from '../errors.ts';
import type { Chance, Clock } from '../platform/clock.ts';
import type { Http } from '../platform/http.ts';
import type { Lock } from '../platform/lock.ts';
import type { Log } from '../platform/log.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { isSameToken, type Token } from './token.ts';
import { readTokenAnswer, requestByRefreshToken, type TokenAnswer } from './token-endpoint.ts';
import type { TokenStore } from './token-store.ts';

/** Hands out the token, and renews it: under a lock, saved before it is used, and asked for once however many wait. */
export interface TokenManager {
  /** Good for another two minutes at least. Throws `ReconnectNeeded`, `SettingsWrong`, `ServiceDown` or `Busy`. */
  current(): Token;
  /** After a 401: asks only if nobody else has replaced the rejected token yet. Throws like `current`. */
  replace(rejected: Token): Token;
  /** Renews a pair that is older than `ageMs`, so that a refresh token in use never grows old. Throws like `current`. */
  rotateIfOlderThan(ageMs: number): 'rotated' | 'young';
}

export interface TokenManagerParts {
  readonly server: AuthorizationServer;
  readonly client: () => Client | undefined;
  readonly store: TokenStore;
  readonly http: Http;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** A token with less life than this is renewed before it is used. */
const marginMs = 2 * 60 * 1000;
/** Longer than one refresh with all its tries usually takes. */
const lockWaitMs = 30_000;
const mostTries = 4;
/** A server that asks for more than this is left for the next hour. */
const longestWaitMs = 30_000;

export function tokenManager(parts: TokenManagerParts): TokenManager {
  const { store, clock } = parts;
  return {
    current() {
      const token = storedToken(store);
      return isFresh(token, clock.nowMs()) ? token : renew(parts, token);
    },
    replace: (rejected) => renew(parts, rejected),
    rotateIfOlderThan(ageMs) {
      const token = storedToken(store);
      if (clock.nowMs() - token.obtainedAtMs < ageMs) return 'young';
      renew(parts, token);
      return 'rotated';
    },
  };
}

function isFresh(token: Token, nowMs: number): boolean {
  return token.expiresAtMs - nowMs > marginMs;
}

function storedToken(store: TokenStore): Token {
  const stored = store.load();
  switch (stored.kind) {
    case 'token':
      return stored.token;
    case 'none':
      throw new ReconnectNeeded(
        'No token is stored',
        'This document is not connected to Keap yet. Open the sidebar from the menu "Sync contacts" and connect.',
      );
    case 'damaged':
      throw new ReconnectNeeded(
        'Cannot read the token: the stored text is damaged',
        'The stored connection to Keap is damaged. Open the sidebar from the menu "Sync contacts" and connect again.',
      );
  }
}

/** Replaces `old`, unless somebody else has done so by the time the lock is ours. */
function renew(parts: TokenManagerParts, old: Token): Token {
  const locked = parts.lock.run(lockWaitMs, () => renewLocked(parts, old));
  if (locked.kind === 'done') return locked.value;
  const newest = storedToken(parts.store);
  if (!isSameToken(newest, old)) return newest;
  throw new Busy(
    'Another execution is renewing the token',
    'Another run is renewing the connection to Keap. Wait a minute, then start again.',
  );
}

function renewLocked(parts: TokenManagerParts, old: Token): Token {
  const { store } = parts;
  const newest = storedToken(store);
  if (!isSameToken(newest, old)) return newest;
  const refusal = store.refusalOf(newest);
  if (refusal !== undefined) throw reconnectNeeded(refusal.code, refusal.wasCutOff);
  return ask(parts, newest);
}

function ask(parts: TokenManagerParts, newest: Token): Token {
  const { store, clock, log } = parts;
  const client = parts.client();
  if (client === undefined) throw clientMissing();
  const wasCutOff = store.rotationNote()?.ofTokenMs === newest.obtainedAtMs;
  store.leaveRotationNote({ sinceMs: clock.nowMs(), ofTokenMs: newest.obtainedAtMs });
  const { answer, mayBeLost } = askPatiently(parts, client, newest);
  switch (answer.kind) {
    case 'granted':
      store.save(withKnownScope(answer.token, newest));
      store.clearRotationNote();
      log.info('The token was renewed.');
      return withKnownScope(answer.token, newest);
    case 'refused':
      return refused(parts, newest, answer.code, wasCutOff || mayBeLost);
    case 'client-refused':
      store.clearRotationNote();
      throw clientRefused(answer.code);
    case 'unavailable':
      // Where the answer may have been lost the note stays: it will explain a refusal that follows.
      if (!mayBeLost && !wasCutOff) store.clearRotationNote();
      if (store.failingSinceMs(newest) === undefined) {
        store.noteFailing({ sinceMs: clock.nowMs(), ofTokenMs: newest.obtainedAtMs });
      }
      throw new ServiceDown(
        `Cannot renew the token: ${answer.reason}`,
        'Keap does not renew the connection at the moment. Nothing is lost: the next hour tries again by itself.',
      );
  }
}

/** Keap names the account in each answer; should one not, the account has not changed. */
function withKnownScope(token: Token, old: Token): Token {
  return token.scope === '' ? { ...token, scope: old.scope } : token;
}

/** Repeats passing failures with exponential back-off and jitter, within what one execution can spare. */
function askPatiently(
  { server, http, clock, chance, log }: TokenManagerParts,
  client: Client,
  { refreshToken }: Token,
): { readonly answer: TokenAnswer; readonly mayBeLost: boolean } {
  let mayBeLost = false;
  for (let tries = 1; ; tries++) {
    const [result = { kind: 'silence', reason: 'not sent' }] = http.send([
      requestByRefreshToken(server, client, refreshToken),
    ]);
    const answer = readTokenAnswer(result, clock.nowMs());
    if (answer.kind !== 'unavailable') return { answer, mayBeLost };
    mayBeLost = mayBeLost || answer.mayHaveRotated;
    const waitMs = Math.max(
      answer.retryAfterMs ?? 0,
      Math.round(1000 * 2 ** (tries - 1) * (1 - chance() / 2)),
    );
    if (tries === mostTries || waitMs > longestWaitMs) return { answer, mayBeLost };
    log.info(`The token could not be renewed (${answer.reason}); trying again.`);
    clock.sleep(waitMs);
  }
}

/** A refusal counts only of the newest pair: whatever else has saved one meanwhile goes first. */
function refused(parts: TokenManagerParts, asked: Token, code: string, wasCutOff: boolean): Token {
  const { store, clock } = parts;
  const newest = storedToken(store);
  if (!isSameToken(newest, asked)) return newest;
  store.noteRefusal({ sinceMs: clock.nowMs(), code, ofTokenMs: asked.obtainedAtMs, wasCutOff });
  store.clearRotationNote();
  throw reconnectNeeded(code, wasCutOff);
}

function reconnectNeeded(code: string, wasCutOff: boolean): ReconnectNeeded {
  const cause = wasCutOff
    ? 'a renewal was cut off just after Keap had answered it, so the new token never arrived'
    : 'Keap refused to renew the connection';
  return new ReconnectNeeded(
    `The newest refresh token was refused (${code})${wasCutOff ? ' after a rotation that was cut off' : ''}`,
    `You have to connect to Keap again: ${cause}. Open the sidebar from the menu "Sync contacts" and connect; then the sync goes on.`,
  );
}

function clientMissing(): SettingsWrong {
  return new SettingsWrong(
    'No client id and secret are stored',
    'The client id and secret of your Keap app are missing. Open the sidebar from the menu "Sync contacts" and enter them.',
  );
}

function clientRefused(code: string): SettingsWrong {
  return new SettingsWrong(
    `The client was refused (${code})`,
    'Keap does not know this client id and secret. Compare them with your app at keys.developer.keap.com and save them again in the sidebar.',
  );
}
