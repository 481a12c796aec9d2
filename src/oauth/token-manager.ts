/**
 * Hands out the token and renews it, whoever asks and however many at once: under a lock, saved before it is used, so
 * that an execution may be killed at any point.
 */

import { Busy, NotConnected, ReconnectNeeded, ServiceDown, SettingsWrong } from '../errors.ts';
import { menuPath } from '../menu-path.ts';
import type { Lock } from '../platform/lock.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { isFresh, isSameToken, successor, type Token } from './token.ts';
import { requestByRefreshToken } from './token-endpoint.ts';
import { type RetryContext, requestWithRetry, saveWithRetry, type TokenResult } from './token-retry.ts';
import type { Failure, Refusal, StoredToken, TokenStore } from './token-store.ts';

export interface TokenManager {
  /**
   * A token that is valid for at least two more minutes. Throws `ReconnectNeeded` (even while a refused pair has not yet
   * expired), `SettingsWrong`, `ServiceDown` or `Busy`.
   */
  current(): Token;
  /** After a 401: renews only if nobody else has replaced the rejected token yet. Throws like `current`. */
  replace(rejected: Token): Token;
  /** Whether `replace` has granted this very token, in place of one that Keap had rejected. */
  hasReplacedRefused(token: Token): boolean;
  /** Renews a pair that is older than `ageMs`, so that a refresh token in use never expires. Throws like `current`. */
  rotateIfOlderThan(ageMs: number): 'rotated' | 'not-due';
}

export interface TokenManagerOptions extends RetryContext {
  readonly server: AuthorizationServer;
  readonly client: () => Client | undefined;
  readonly store: TokenStore;
  readonly lock: Lock;
}

/** Longer than a renewal with all its tries usually takes. */
const lockWaitMs = 30_000;

export function tokenManager(options: TokenManagerOptions): TokenManager {
  const { store, clock } = options;
  let lastChecked: Token | undefined;
  return {
    current() {
      const token = storedToken(store);
      if (!isFresh(token, clock.nowMs())) return renew(options, token);
      if (lastChecked === undefined || !isSameToken(lastChecked, token)) throwIfRefused(store, token);
      lastChecked = token;
      return token;
    },
    replace(rejected) {
      const token = renew(options, rejected);
      store.noteReplacement({ ofTokenMs: token.obtainedAtMs });
      return token;
    },
    hasReplacedRefused: (token) => store.replacementOf(token) !== undefined,
    rotateIfOlderThan(ageMs) {
      const token = storedToken(store);
      if (clock.nowMs() - token.obtainedAtMs < ageMs) return 'not-due';
      renew(options, token);
      return 'rotated';
    },
  };
}

function storedToken(store: TokenStore): Token {
  return tokenIn(store.load());
}

function tokenIn(stored: StoredToken): Token {
  switch (stored.kind) {
    case 'token':
      return stored.token;
    case 'none':
      throw new NotConnected(
        'No token is stored',
        `This spreadsheet is not connected to Keap yet. Choose ${menuPath('Connection and schedule')}, and connect.`,
      );
    case 'damaged':
      throw new ReconnectNeeded(
        'Cannot read the token: the stored text is damaged',
        `The stored connection to Keap is damaged. Choose ${menuPath('Connection and schedule')}, and connect again.`,
      );
  }
}

function throwIfRefused(store: TokenStore, token: Token): void {
  const refusal = store.refusalOf(token);
  if (refusal !== undefined) throw reconnectNeeded(refusal);
}

/** Replaces `old`, unless somebody else has done so before we get the lock. */
function renew(options: TokenManagerOptions, old: Token): Token {
  const locked = options.lock.run(lockWaitMs, () => renewLocked(options, old));
  if (locked.kind === 'done') return locked.value;
  const newest = storedToken(options.store);
  if (!isSameToken(newest, old)) return newest;
  throw new Busy(
    'Another execution is renewing the token',
    'Another run is renewing the connection to Keap. Wait a minute, then start again.',
  );
}

function renewLocked(options: TokenManagerOptions, old: Token): Token {
  const { store } = options;
  const newest = storedToken(store);
  if (!isSameToken(newest, old)) return newest;
  throwIfRefused(store, newest);
  return requestRenewal(options, newest);
}

function requestRenewal(options: TokenManagerOptions, newest: Token): Token {
  const { store, clock, log } = options;
  const client = options.client();
  if (client === undefined) throw clientMissing();
  const hasNote = store.rotationNoteOf(newest) !== undefined;
  if (!hasNote) store.saveRotationNote({ sinceMs: clock.nowMs(), ofTokenMs: newest.obtainedAtMs });
  const result = requestOrForget(options, client, newest, hasNote);
  // When a granted pair may have been lost, the note stays: it explains a refusal that follows.
  const wasCutOff = hasNote || result.mayBeLost;
  switch (result.answer.kind) {
    case 'granted': {
      const token = successor(result.answer.token, newest);
      if (!saveWithRetry(store, clock, token)) throw storeRefuses();
      store.clearRotationNote();
      log.info('The token was renewed.');
      return token;
    }
    case 'refused':
      return handleRefusal(options, newest, result.answer.code, wasCutOff);
    case 'client-refused':
      if (!wasCutOff) store.clearRotationNote();
      noteFailure(options, newest, 'client-refused');
      throw clientRefused(result.answer.code);
    case 'unavailable':
      if (!wasCutOff) store.clearRotationNote();
      if (result.answer.isUnsent === true) throw unsent(result.answer.reason);
      noteFailure(options, newest, 'unavailable');
      throw new ServiceDown(
        `Cannot renew the token: ${result.answer.reason}`,
        'Keap is not renewing the connection at the moment. Nothing is lost: the add-on tries again within the hour.',
      );
  }
}

/** A missing permission shows only when the request is about to be sent: then nothing has begun. */
function requestOrForget(
  options: TokenManagerOptions,
  client: Client,
  newest: Token,
  hadNote: boolean,
): TokenResult {
  try {
    return requestUntilCertain(options, client, newest);
  } catch (error) {
    if (error instanceof SettingsWrong && !hadNote) options.store.clearRotationNote();
    throw error;
  }
}

/** How long to wait after a refusal before the one repeated request, in milliseconds. */
const secondRequestDelayMs = 2_000;

/** Keap's users report refusals that a second request did not repeat, so the first one is not trusted. */
function requestUntilCertain(
  options: TokenManagerOptions,
  client: Client,
  { refreshToken }: Token,
): TokenResult {
  const request = requestByRefreshToken(options.server, client, refreshToken);
  const first = requestWithRetry(options, request, 'repeat', refreshToken);
  if (first.answer.kind !== 'refused') return first;
  options.log.info(`Keap refused to renew the token (${first.answer.code}); trying once more.`);
  options.clock.sleep(secondRequestDelayMs);
  const second = requestWithRetry(options, request, 'repeat', refreshToken);
  return { answer: second.answer, mayBeLost: first.mayBeLost || second.mayBeLost };
}

/** Only a refusal of the newest pair counts: a pair that another execution has saved in the meantime takes its place. */
function handleRefusal(
  options: TokenManagerOptions,
  refused: Token,
  code: string,
  wasCutOff: boolean,
): Token {
  const { store, clock } = options;
  const newest = tokenIn(store.loadFresh());
  if (!isSameToken(newest, refused)) return newest;
  const refusal = { sinceMs: clock.nowMs(), code, ofTokenMs: refused.obtainedAtMs, wasCutOff };
  store.noteRefusal(refusal);
  // It was answered, so nothing was lost: should another client get an answer later, this note must not explain it.
  if (!wasCutOff) store.clearRotationNote();
  throw reconnectNeeded(refusal);
}

/** Records since when renewing has been failing; writes only when something has changed. */
function noteFailure({ store, clock }: TokenManagerOptions, token: Token, why: Failure['why']): void {
  const known = store.failureOf(token);
  if (known?.why === why) return;
  store.noteFailure({ sinceMs: known?.sinceMs ?? clock.nowMs(), why, ofTokenMs: token.obtainedAtMs });
}

function reconnectNeeded({ sinceMs, code, wasCutOff }: Refusal): ReconnectNeeded {
  const cause = wasCutOff
    ? 'a renewal was interrupted before its result could be stored, so the new token was most likely lost'
    : 'Keap refused to renew the connection';
  const since = new Date(sinceMs).toISOString();
  return new ReconnectNeeded(
    `The newest refresh token was refused (${code}) at ${since}${wasCutOff ? ' after an interrupted rotation' : ''}`,
    `You need to connect to Keap again: ${cause}. Choose ${menuPath('Connection and schedule')}, and connect; the sync then continues.`,
  );
}

/** Says nothing of Keap, which was not asked. */
function unsent(reason: string): ServiceDown {
  return new ServiceDown(
    `Cannot renew the token: ${reason}`,
    "One of Google's limits keeps the connection to Keap from being renewed. Nothing is lost: the add-on tries again within the hour.",
  );
}

function storeRefuses(): ServiceDown {
  return new ServiceDown(
    "Cannot save the granted token: Google's store refuses it",
    'Google did not save the connection that Keap has just renewed. The add-on tries again within the hour. If the sidebar then asks you to connect again, do so.',
  );
}

function clientMissing(): SettingsWrong {
  return new SettingsWrong(
    'No client id and secret are stored',
    `The client id and secret of your Keap app are missing. Choose ${menuPath('Connection and schedule')}, and enter them.`,
  );
}

function clientRefused(code: string): SettingsWrong {
  return new SettingsWrong(
    `The client was refused (${code})`,
    'Keap does not recognize this client id and secret. Compare them with your app at keys.developer.keap.com, and save them again in the sidebar.',
  );
}
