/** Joins the modules over one platform: the only file that knows all of them. */
import { SettingsWrong, unlessEnded } from './errors.ts';
import { type Access, type AccessState, access, accountIn } from './keap/auth/access.ts';
import { type DocumentOwner, documentOwner } from './keap/auth/document-owner.ts';
import { apiStore } from './keap/contacts/api-store.ts';
import { chosenContactService } from './keap/contacts/chosen-contact-service.ts';
import { customFieldStore } from './keap/contacts/custom-field-store.ts';
import { recordStore } from './keap/contacts/record-store.ts';
import { keapAuthorizationServer } from './keap/http/endpoints.ts';
import { exchange } from './keap/http/exchange.ts';
import { rateLimiter } from './keap/http/rate-limiter.ts';
import { restContactService } from './keap/over-rest/rest-contact-service.ts';
import { legacyKeyAuth } from './keap/over-xmlrpc/legacy-key-auth.ts';
import { xmlRpcContactService } from './keap/over-xmlrpc/xmlrpc-contact-service.ts';
import { menuPath } from './menu-path.ts';
import { connection, documentArgument } from './oauth/connection.ts';
import { mayBeSameAccount } from './oauth/token.ts';
import type { HttpRequest } from './platform/http.ts';
import type { OpenDocument, Platform } from './platform/platform.ts';
import type { TriggerKind } from './platform/triggers.ts';
import type { OpenedService } from './sync/command-context.ts';
import { type SheetCommands, sheetCommands } from './sync/commands.ts';
import { keepMailTo } from './sync/daily/background-record.ts';
import { documentTriggers } from './sync/daily/document-triggers.ts';
import { reportOverdue } from './sync/daily/overdue.ts';
import { runUnattended, type UnattendedWork } from './sync/daily/unattended.ts';
import { connectionSentence } from './ui/server/connection-view.ts';
import { consentPage } from './ui/server/consent-page.ts';
import { type Server, server } from './ui/server/server.ts';

/** The whole product over one platform; each function that Google calls in `main.ts` is one method of it. */
interface App {
  /** The commands of the menu, for the sheet in front of the user. */
  readonly sheet: SheetCommands;
  /**
   * Does what is due this hour: the token's daily rotation, an unfinished run, the scheduled sync. Never throws. `triggerId`
   * is Google's id of the trigger that has fired, or empty.
   */
  dispatch(triggerId: string): void;
  /** Continues unfinished runs, and what else there was no time for, in a trigger that fires once. Never throws. */
  resume(triggerId: string): void;
  /** Takes the parameters that Keap sent back with the user; `heading` and `text` are the page to show. */
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): { heading: string; text: string };
  /** Answers the sidebar and the dialogs. */
  server(): Server;
}

/** The pair is renewed every day: slightly less than 24 hours, so that the hourly dispatcher keeps to the same hour. */
const rotationAgeMs = 23 * 60 * 60 * 1000;

/** `callbackName` is the global function that receives Keap's answer to a consent. */
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
      const documentAccess = accessOf(document.workbook.id);
      return connectService(platform, document, documentAccess, ownerOf(platform, document).account());
    },
  });
  const unattended = (
    triggerId: string,
    kind: TriggerKind,
    stepsOf: (document: OpenDocument, access: Access) => (() => void)[],
  ) =>
    runUnattended(platform, triggerId, (): UnattendedWork => {
      const document = platform.document();
      const documentAccess = accessOf(document.workbook.id);
      documentTriggers(platform, document.workbook.id).fired(kind, triggerId);
      return {
        document,
        steps: stepsOf(document, documentAccess),
        isResume: kind === 'resume',
        isOwner: () => ownerOf(platform, document).ownedBy() === 'me',
        lostSinceMs: () => lostSinceMs(documentAccess.state()),
      };
    });
  /** A sync by hand is a good moment to look after the trigger, too. */
  const lookAfterTrigger = () => {
    const document = platform.document();
    if (accountIn(accessOf(document.workbook.id).state()) !== '') {
      documentTriggers(platform, document.workbook.id).repairIfSilent();
      keepMailTo(platform.user, document);
    }
  };
  return {
    sheet: {
      ...sheet,
      sync(rows) {
        lookAfterTrigger();
        return sheet.sync(rows);
      },
    },
    dispatch: (triggerId) =>
      unattended(triggerId, 'hourly', (document, documentAccess) => {
        if (isDisconnected(documentAccess)) {
          // The trigger of somebody who has disconnected was left over.
          return [() => documentTriggers(platform, document.workbook.id).remove()];
        }
        return [
          () => renewConnection(platform, document, documentAccess),
          () => platform.log.info(connectionSentence(documentAccess.state(), document.workbook.calendar())),
          () => runDaily(platform, document, sheet),
        ];
      }),
    resume: (triggerId) =>
      unattended(triggerId, 'resume', (document) => [
        // There may have been no time for every sheet that was due.
        () => (ownerOf(platform, document).ownedBy() === 'me' ? sheet.runDue() : sheet.resume()),
      ]),
    finishConsent(parameters) {
      const documentId = parameters[documentArgument];
      if (documentId === undefined) return consentPage({ kind: 'no-code' });
      return consentPage(accessOf(documentId).oauth.finishConsent(parameters));
    },
    server() {
      const document = platform.document();
      const documentAccess = accessOf(document.workbook.id);
      const owner = ownerOf(platform, document);
      claimIfConnected(platform, documentAccess, owner);
      const triggers = documentTriggers(platform, document.workbook.id);
      return server({ platform, access: documentAccess, owner, sheet, triggers });
    },
  };
}

function ownerOf(
  { user, random }: Platform,
  { workbook, properties, settingsLock }: OpenDocument,
): DocumentOwner {
  const stores = { document: properties, user: user.properties, lock: settingsLock };
  return documentOwner(stores, workbook.id, random);
}

/** The callback of a consent has no document, so the next connected user who opens it becomes its owner. */
function claimIfConnected({ clock }: Platform, documentAccess: Access, owner: DocumentOwner): void {
  const account = accountIn(documentAccess.state());
  // Whoever comes next can claim it as well.
  if (account !== '') unlessEnded(() => owner.claim(account, clock.nowMs()));
}

/** T6: every connected user's pair is renewed daily, no matter whose connection runs the scheduled sync. */
function renewConnection(platform: Platform, document: OpenDocument, documentAccess: Access): void {
  claimIfConnected(platform, documentAccess, ownerOf(platform, document));
  const state = documentAccess.state();
  if (state.credential !== 'oauth') return;
  const { kind } = state.connection;
  if (kind !== 'not-connected' && kind !== 'connecting') {
    documentAccess.oauth.manager.rotateIfOlderThan(rotationAgeMs);
  }
}

function connectService(
  { http, clock, random }: Platform,
  { properties, settingsLock }: OpenDocument,
  documentAccess: Access,
  documentAccount: string,
): OpenedService {
  const { credentials, limits, account, isXmlRpcOnly, isCurrent } = documentAccess.authorize();
  if (documentAccount !== '' && !mayBeSameAccount(documentAccount, account))
    throw otherAccount(account, documentAccount);
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
  const store = apiStore(properties, settingsLock);
  const nowMs = () => clock.nowMs();
  const fields = customFieldStore({ properties, account, nowMs });
  const records = recordStore({ properties, account, nowMs });
  const service = chosenContactService({
    xmlRpc: xmlRpcContactService(keap, fields, records),
    rest: restContactService(keap, nowMs, fields, records),
    ...{ store, isXmlRpcOnly, nowMs },
  });
  return {
    ...{ service, account, isCurrent, apiStore: store },
    ...{ callsPerMinute: limits.perMinute, calls: () => calls },
  };
}

/** The same contact ids belong to other people in another account. */
function otherAccount(account: string, documentAccount: string): SettingsWrong {
  return new SettingsWrong(
    'The document belongs to another Keap account than the connection',
    `You are connected to ${account}, but this sheet now belongs to ${documentAccount}, so nothing was sent. Choose ${menuPath('Connection and schedule')}, and decide which account to use.`,
  );
}

/** The owner's trigger runs the scheduled sync; everybody else's notices when it no longer comes. */
function runDaily(platform: Platform, document: OpenDocument, sheet: SheetCommands): void {
  const owner = ownerOf(platform, document);
  const ownedBy = owner.ownedBy();
  if (ownedBy === 'me') sheet.runDue();
  else if (ownedBy === 'somebody-else') reportOverdue(platform, document);
}

function isDisconnected(documentAccess: Access): boolean {
  const state = documentAccess.state();
  const isNotConnected = state.credential === 'oauth' && state.connection.kind === 'not-connected';
  return isNotConnected && documentAccess.disconnectedAtMs() !== undefined;
}

/** Since when only the user can restore the connection, in milliseconds since 1970; undefined when it is not lost. */
function lostSinceMs(state: AccessState): number | undefined {
  if (state.credential !== 'oauth') return state.refusedAtMs;
  return state.connection.kind === 'reconnect-needed' ? state.connection.sinceMs : undefined;
}
