import { Busy, ReconnectNeeded, ServiceDown, SettingsWrong } from '../errors.ts';
import type { Lock } from '../platform/lock.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { type Asked, type RetryContext, requestWithRetry, saveWithRetry } from './patience.ts';
import { isFresh, isSameToken, successor, type Token } from './token.ts';
import { requestByRefreshToken } from './token-endpoint.ts';
import type { Failure, Refusal, TokenStore } from './token-store.ts';

/** Hands out the token, and renews it: under a lock, saved before it is used, and asked for once however many wait. */
export interface TokenManager {
  /**
   * Good for another two minutes at least. Throws `ReconnectNeeded` (also while a refused pair still has some life),
   * `SettingsWrong`, `ServiceDown` or `Busy`.
   */
  current(): Token;
  /** After a 401: asks only if nobody else has replaced the rejected token yet. Throws like `current`. */
  replace(rejected: Token): Token;
  /** Renews a pair that is older than `ageMs`, so that a refresh token in use never grows old. Throws like `current`. */
  rotateIfOlderThan(ageMs: number): 'rotated' | 'young';
}

export interface TokenManagerOptions extends RetryContext {
  readonly server: AuthorizationServer;
  readonly client: () => Client | undefined;
  readonly store: TokenStore;
  readonly lock: Lock;
}

/** Longer than one refresh with all its tries usually takes. */
const lockWaitMs = 30_000;

export function tokenManager(parts: TokenManagerOptions): TokenManager {
  const { store, clock } = parts;
  let unrefused: Token | undefined;
  return {
    current() {
      const token = storedToken(store);
      if (!isFresh(token, clock.nowMs())) return renew(parts, token);
      if (unrefused === undefined || !isSameToken(unrefused, token)) throwIfRefused(store, token);
      unrefused = token;
      return token;
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

function throwIfRefused(store: TokenStore, token: Token): void {
  const refusal = store.refusalOf(token);
  if (refusal !== undefined) throw reconnectNeeded(refusal);
}

/** Replaces `old`, unless somebody else has done so by the time the lock is ours. */
function renew(parts: TokenManagerOptions, old: Token): Token {
  const locked = parts.lock.run(lockWaitMs, () => renewLocked(parts, old));
  if (locked.kind === 'done') return locked.value;
  const newest = storedToken(parts.store);
  if (!isSameToken(newest, old)) return newest;
  throw new Busy(
    'Another execution is renewing the token',
    'Another run is renewing the connection to Keap. Wait a minute, then start again.',
  );
}

function renewLocked(parts: TokenManagerOptions, old: Token): Token {
  const { store } = parts;
  const newest = storedToken(store);
  if (!isSameToken(newest, old)) return newest;
  throwIfRefused(store, newest);
  return ask(parts, newest);
}

function ask(parts: TokenManagerOptions, newest: Token): Token {
  const { store, clock, log } = parts;
  const client = parts.client();
  if (client === undefined) throw clientMissing();
  const hasNote = store.rotationNoteOf(newest) !== undefined;
  if (!hasNote) store.leaveRotationNote({ sinceMs: clock.nowMs(), ofTokenMs: newest.obtainedAtMs });
  const asked = askUntilCertain(parts, client, newest);
  // Where a granted pair may have been lost the note stays: it will explain a refusal that follows.
  const wasCutOff = hasNote || asked.mayBeLost;
  switch (asked.answer.kind) {
    case 'granted': {
      const token = successor(asked.answer.token, newest);
      if (!saveWithRetry(store, clock, token)) throw storeRefuses();
      store.clearRotationNote();
      log.info('The token was renewed.');
      return token;
    }
    case 'refused':
      return refused(parts, newest, asked.answer.code, wasCutOff);
    case 'client-refused':
      if (!wasCutOff) store.clearRotationNote();
      noteFailure(parts, newest, 'client-refused');
      throw clientRefused(asked.answer.code);
    case 'unavailable':
      if (!wasCutOff) store.clearRotationNote();
      noteFailure(parts, newest, 'unavailable');
      throw new ServiceDown(
        `Cannot renew the token: ${asked.answer.reason}`,
        'Keap does not renew the connection at the moment. Nothing is lost: the next hour tries again by itself.',
      );
  }
}

/** How long a refused pair is left alone before it is asked for once more, in milliseconds. */
const secondOpinionMs = 2_000;

/** Keap's users tell of refusals that a second asking healed, so the first one is not believed. */
function askUntilCertain(parts: TokenManagerOptions, client: Client, { refreshToken }: Token): Asked {
  const request = requestByRefreshToken(parts.server, client, refreshToken);
  const first = requestWithRetry(parts, request, 'repeat');
  if (first.answer.kind !== 'refused') return first;
  parts.log.info(`Keap refused to renew the token (${first.answer.code}); asking once more.`);
  parts.clock.sleep(secondOpinionMs);
  const second = requestWithRetry(parts, request, 'repeat');
  return { answer: second.answer, mayBeLost: first.mayBeLost || second.mayBeLost };
}

/** A refusal counts only of the newest pair: whatever else has saved one meanwhile goes first. */
function refused(parts: TokenManagerOptions, asked: Token, code: string, wasCutOff: boolean): Token {
  const { store, clock } = parts;
  const newest = storedToken(store);
  if (!isSameToken(newest, asked)) return newest;
  const refusal = { sinceMs: clock.nowMs(), code, ofTokenMs: asked.obtainedAtMs, wasCutOff };
  store.noteRefusal(refusal);
  throw reconnectNeeded(refusal);
}

/** Keeps since when it has been failing, and writes only what is news. */
function noteFailure({ store, clock }: TokenManagerOptions, token: Token, why: Failure['why']): void {
  const known = store.failureOf(token);
  if (known?.why === why) return;
  store.noteFailure({ sinceMs: known?.sinceMs ?? clock.nowMs(), why, ofTokenMs: token.obtainedAtMs });
}

function reconnectNeeded({ sinceMs, code, wasCutOff }: Refusal): ReconnectNeeded {
  const cause = wasCutOff
    ? 'a renewal was cut off before its answer could be stored, so the new token most likely never arrived'
    : 'Keap refused to renew the connection';
  const since = new Date(sinceMs).toISOString();
  return new ReconnectNeeded(
    `The newest refresh token was refused (${code}) at ${since}${wasCutOff ? ' after a rotation that was cut off' : ''}`,
    `You have to connect to Keap again: ${cause}. Open the sidebar from the menu "Sync contacts" and connect; then the sync goes on.`,
  );
}

function storeRefuses(): ServiceDown {
  return new ServiceDown(
    "Cannot save the granted token: Google's store refuses it",
    'Google did not store the connection that Keap has just renewed. The next hour tries again; if the sidebar then asks you to connect again, do so.',
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
