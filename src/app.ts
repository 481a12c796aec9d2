import { ReconnectNeeded, RunEnded, SettingsWrong } from './errors.ts';
import { oauthCredentials } from './keap/credentials.ts';
import { keapAuthorizationServer } from './keap/endpoints.ts';
import { exchange } from './keap/exchange.ts';
import { xmlRpcContactService } from './keap/over-xmlrpc/xmlrpc-contact-service.ts';
import { pace } from './keap/pace.ts';
import { accountOf } from './oauth/account.ts';
import { type Connection, connection, documentArgument } from './oauth/connection.ts';
import type { ConnectionState } from './oauth/connection-state.ts';
import type { OpenDocument, Platform } from './platform/platform.ts';
import type { Table } from './platform/table.ts';
import { askToStop, runJob } from './sync/job.ts';
import type { PlanScope } from './sync/plan.ts';
import { reportSentence, type SyncReport } from './sync/report.ts';
import { changeRunRecord, loadRunRecord } from './sync/run-record.ts';
import { dueDay, loadSchedule } from './sync/schedule.ts';
import { consentPage } from './ui/connection-view.ts';
import { type Server, server } from './ui/server.ts';

/** The whole product over one platform; `main.ts` gives each function Google calls its step into it. */
export interface App {
  /** Syncs the sheet in front of the user; says in a sentence what became of it. Throws a `RunEnded` where nothing could be sent at all. */
  syncActiveSheet(): string;
  /** The same for the rows that the user has selected, whatever their status. */
  syncSelectedRows(): string;
  /** Ends a running sync after the chunk in flight. */
  stopSync(): string;
  /** What is due this hour: the token's daily rotation, an unfinished sync, the daily sync. Throws no `RunEnded`. */
  dispatch(): void;
  /** What Keap sent back with the user; `heading` and `text` are the page to show. */
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): { heading: string; text: string };
  server(): Server;
}

/** The pair is renewed every day; a little less than 24 hours, so that an hourly dispatcher keeps its hour. */
const rotationAgeMs = 23 * 60 * 60 * 1000;

/** `callbackName` is the global function that Keap's answer to a consent reaches. */
export function app(platform: Platform, callbackName: string): App {
  const startedMs = platform.clock.nowMs();
  const connectionOf = (documentId: string) =>
    connection(platform, keapAuthorizationServer, documentId, callbackName);
  const sync = (document: OpenDocument, table: Table, scope: PlanScope, doneDay?: string) =>
    syncTable(platform, connectionOf(document.workbook.id), { document, table, startedMs }, scope, doneDay);
  const syncActiveSheet = () => {
    const document = platform.document();
    return reportSentence(sync(document, document.workbook.activeTable(), { kind: 'all' }));
  };
  return {
    syncActiveSheet,
    syncSelectedRows() {
      const document = platform.document();
      const table = document.workbook.activeTable();
      const rowIndexes = new Set(table.selectedRows());
      return reportSentence(sync(document, table, { kind: 'selected', rowIndexes }));
    },
    stopSync() {
      askToStop(platform.document().properties);
      return 'A sync that is running stops after the contacts that it is sending now.';
    },
    dispatch() {
      const document = platform.document();
      const { state, manager } = connectionOf(document.workbook.id);
      const inOrder = (work: () => void) => inGoodOrder(platform, document, state, work);
      const { kind } = state();
      if (kind !== 'not-connected' && kind !== 'connecting') {
        inOrder(() => manager.rotateIfOlderThan(rotationAgeMs));
      }
      inOrder(() => syncWhatIsDue(platform, document, sync));
    },
    finishConsent(parameters) {
      const documentId = parameters[documentArgument];
      if (documentId === undefined) return consentPage({ kind: 'no-code' });
      return consentPage(connectionOf(documentId).finishConsent(parameters));
    },
    server: () =>
      server({ platform, connection: connectionOf(platform.document().workbook.id), syncActiveSheet }),
  };
}

interface SyncPlace {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly startedMs: number;
}

type SyncTable = (document: OpenDocument, table: Table, scope: PlanScope, doneDay?: string) => SyncReport;

function syncTable(
  { http, clock, chance, log }: Platform,
  { manager }: Connection,
  { document, table, startedMs }: SyncPlace,
  scope: PlanScope,
  doneDay: string | undefined,
): SyncReport {
  const account = accountOf(manager.current().scope);
  const credentials = oauthCredentials(manager);
  const service = xmlRpcContactService(exchange({ http, credentials, pace: pace(clock), clock, chance }));
  const { lock, properties } = document;
  const report = runJob({ table, service, account, clock, log, startedMs, lock, properties }, scope, doneDay);
  log.info(`Sync of "${table.name}": ${reportSentence(report)}`);
  return report;
}

/** A daily run that is due takes the rows along that an unfinished one has left. */
function syncWhatIsDue(platform: Platform, document: OpenDocument, sync: SyncTable): void {
  const { workbook, properties } = document;
  const schedule = loadSchedule(properties);
  const { unfinished, doneDay } = loadRunRecord(properties);
  const day = dueDay(schedule.hour, workbook.timeZone(), platform.clock.nowMs());
  if (schedule.isOn && (doneDay === undefined || doneDay < day)) {
    sync(document, scheduledTable(document, schedule.sheetId), { kind: 'all' }, day);
  } else if (unfinished !== undefined) {
    const table = workbook.tableById(unfinished.sheetId);
    if (table === undefined) changeRunRecord(properties, { unfinished: undefined });
    else sync(document, table, { kind: unfinished.phase === 'marking' ? 'all' : 'waiting' });
  }
}

function scheduledTable({ workbook }: OpenDocument, sheetId: number | undefined): Table {
  const table = sheetId === undefined ? undefined : workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw new SettingsWrong(
    'The sheet of the daily sync is gone',
    'The sheet that the daily sync follows has been deleted. Open the sheet that it should follow, and save the schedule again in the sidebar.',
  );
}

/** In a trigger nobody watches: what ends the work is noted for the sidebar, and a lost connection is mailed once. */
function inGoodOrder(
  platform: Platform,
  document: OpenDocument,
  state: () => ConnectionState,
  work: () => void,
): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    platform.log.error(`${error.name}: ${error.message}`);
    const last = { sentence: error.advice, endedMs: platform.clock.nowMs() };
    changeRunRecord(document.properties, { last });
    if (error instanceof ReconnectNeeded) mailOnce(platform, document, state(), error);
  }
}

/** One mail for each time the connection was lost; a kill between mail and note can only send a second one. */
function mailOnce(
  { mail }: Platform,
  { properties }: OpenDocument,
  state: ConnectionState,
  { advice }: ReconnectNeeded,
): void {
  const { mailTo, mailsOn } = loadSchedule(properties);
  if (state.kind !== 'reconnect-needed' || mailTo === '' || !mailsOn) return;
  if (loadRunRecord(properties).mailedRefusalMs === state.sinceMs) return;
  mail.send(mailTo, 'Keap Contact Sync needs you to connect again', advice);
  changeRunRecord(properties, { mailedRefusalMs: state.sinceMs });
}
