import { ReconnectNeeded, RunEnded, SettingsWrong } from './errors.ts';
import { type Access, type AccessState, access, accountIn } from './keap/auth/access.ts';
import { type DocumentOwner, documentOwner } from './keap/auth/document-owner.ts';
import { apiStore } from './keap/contacts/api-store.ts';
import { chosenContactService } from './keap/contacts/chosen-contact-service.ts';
import { keapAuthorizationServer } from './keap/http/endpoints.ts';
import { exchange } from './keap/http/exchange.ts';
import { rateLimiter } from './keap/http/rate-limiter.ts';
import { restContactService } from './keap/over-rest/rest-contact-service.ts';
import { legacyKeyAuth } from './keap/over-xmlrpc/legacy-key-auth.ts';
import { xmlRpcContactService } from './keap/over-xmlrpc/xmlrpc-contact-service.ts';
import { connection, documentArgument } from './oauth/connection.ts';
import type { HttpRequest } from './platform/http.ts';
import type { OpenDocument, Platform } from './platform/platform.ts';
import type { OpenedService } from './sync/command-context.ts';
import { type SheetCommands, sheetCommands } from './sync/commands.ts';
import { emails } from './sync/daily/emails.ts';
import { changeRunRecord } from './sync/run/run-record.ts';
import { connectionSentence } from './ui/server/connection-view.ts';
import { consentPage } from './ui/server/consent-page.ts';
import { type Server, server } from './ui/server/server.ts';

/** The whole product over one platform; `main.ts` gives each function Google calls its step into it. */
export interface App {
  /** What the menu does with the sheet in front of the user. */
  readonly sheet: SheetCommands;
  /** What is due this hour: the token's daily rotation, an unfinished sync, the daily sync. Throws no `RunEnded`. */
  dispatch(): void;
  /** Goes on with an unfinished run, in a trigger that was installed for this once. Throws no `RunEnded`. */
  resume(): void;
  /** What Keap sent back with the user; `heading` and `text` are the page to show. */
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): { heading: string; text: string };
  server(): Server;
}

/** The pair is renewed every day; a little less than 24 hours, so that an hourly dispatcher keeps its hour. */
const rotationAgeMs = 23 * 60 * 60 * 1000;

/** `callbackName` is the global function that Keap's answer to a consent reaches. */
export function app(platform: Platform, callbackName: string): App {
  const startedMs = platform.clock.nowMs();
  const accessOf = (documentId: string) =>
    access(
      {
        ...platform,
        oauth: connection(platform, keapAuthorizationServer, documentId, callbackName),
        legacy: legacyKeyAuth,
      },
      documentId,
    );
  const sheet = sheetCommands({
    platform,
    startedMs,
    open() {
      const document = platform.document();
      const opened = accessOf(document.workbook.id);
      return openService(platform, document, opened, ownerOf(platform, document).account());
    },
  });
  return {
    sheet,
    dispatch() {
      const document = platform.document();
      const opened = accessOf(document.workbook.id);
      const inOrder = (work: () => void) => inGoodOrder(platform, document, opened, work);
      inOrder(() => renewConnection(platform, document, opened));
      platform.log.info(connectionSentence(opened.state(), document.workbook.calendar()));
      if (ownerOf(platform, document).whose() === 'me') {
        inOrder(() => sheet.runDue());
      }
    },
    resume() {
      const document = platform.document();
      platform.triggers.cancelResume();
      inGoodOrder(platform, document, accessOf(document.workbook.id), () => sheet.resume());
    },
    finishConsent(parameters) {
      const documentId = parameters[documentArgument];
      if (documentId === undefined) return consentPage({ kind: 'no-code' });
      return consentPage(accessOf(documentId).oauth.finishConsent(parameters));
    },
    server() {
      const document = platform.document();
      const opened = accessOf(document.workbook.id);
      const owner = ownerOf(platform, document);
      claimIfConnected(platform, opened, owner);
      return server({ platform, access: opened, owner, sheet });
    },
  };
}

function ownerOf({ user, random }: Platform, { workbook, properties }: OpenDocument): DocumentOwner {
  return documentOwner({ document: properties, user: user.properties }, workbook.id, random);
}

/** The callback of a consent has no document, so whoever comes to it next with a connection makes it theirs. */
function claimIfConnected({ clock }: Platform, opened: Access, owner: DocumentOwner): void {
  const account = accountIn(opened.state());
  if (account !== '') owner.claim(account, clock.nowMs());
}

/** T6: whoever is connected has their pair renewed every day, whosever connection the daily sync runs with. */
function renewConnection(platform: Platform, document: OpenDocument, opened: Access): void {
  claimIfConnected(platform, opened, ownerOf(platform, document));
  const state = opened.state();
  if (state.credential !== 'oauth') return;
  const { kind } = state.connection;
  if (kind !== 'not-connected' && kind !== 'connecting') {
    opened.oauth.manager.rotateIfOlderThan(rotationAgeMs);
  }
}

function openService(
  { http, clock, random }: Platform,
  { properties }: OpenDocument,
  opened: Access,
  documentAccount: string,
): OpenedService {
  const { credentials, limits, account, isXmlRpcOnly } = opened.open();
  if (documentAccount !== '' && documentAccount !== account) throw foreignAccount(account, documentAccount);
  let calls = 0;
  const counted = {
    send(requests: readonly HttpRequest[]) {
      calls += requests.length;
      return http.send(requests);
    },
  };
  const keap = exchange({
    http: counted,
    credentials,
    rateLimiter: rateLimiter(clock, limits),
    clock,
    random,
  });
  const store = apiStore(properties);
  const service = chosenContactService({
    xmlRpc: xmlRpcContactService(keap),
    rest: restContactService(keap),
    ...{ store, isXmlRpcOnly, nowMs: () => clock.nowMs() },
  });
  return { service, account, apiStore: store, callsPerMinute: limits.perMinute, calls: () => calls };
}

/** Contact ids of one account mean other people in another one. */
function foreignAccount(account: string, documentAccount: string): SettingsWrong {
  return new SettingsWrong(
    'The document belongs to another Keap account than the connection',
    `You are connected to ${account}, but this sheet belongs to ${documentAccount} by now, so nothing was sent. Open the sidebar from the menu "Sync contacts" and decide which it is to be.`,
  );
}

/** In a trigger nobody watches: what ends the work is noted for the sidebar, and a lost connection is mailed once. */
function inGoodOrder(platform: Platform, document: OpenDocument, opened: Access, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    platform.log.error(`${error.name}: ${error.message}`);
    const last = { sentence: error.advice, endedMs: platform.clock.nowMs() };
    changeRunRecord(document.properties, { last });
    const lostMs = error instanceof ReconnectNeeded ? lostSinceMs(opened.state()) : undefined;
    if (lostMs !== undefined) emails(platform, document).reconnectNeeded(lostMs, error.advice);
  }
}

/** Since when only the user can help, in milliseconds since 1970; undefined where the connection is not lost. */
function lostSinceMs(state: AccessState): number | undefined {
  if (state.credential !== 'oauth') return state.refusedAtMs;
  return state.connection.kind === 'reconnect-needed' ? state.connection.sinceMs : undefined;
}
