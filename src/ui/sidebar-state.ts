import type { Properties } from '../platform/properties.ts';
import type { Workbook } from '../platform/table.ts';
import { loadChoices } from '../sync/column-choices.ts';
import { loadRunRecord } from '../sync/run-record.ts';
import { loadSchedule } from '../sync/schedule.ts';
import { connectionView } from './connection-view.ts';
import { momentText } from './moment-text.ts';
import { ownerView } from './owner-view.ts';
import type { LastRunView, ScheduleView, SidebarState } from './server-functions.ts';
import type { ServerParts } from './server-parts.ts';
import { sheetView } from './sheet-view.ts';

/** Everything that the sidebar shows, as it stands now. */
export function sidebarState({ platform, access, owner }: ServerParts): SidebarState {
  const { workbook, properties } = platform.document();
  const state = access.state();
  const table = workbook.activeTable();
  return {
    connection: connectionView({
      state,
      otherAccount: access.otherAccount(),
      documentAccount: owner.account(),
      disconnectedAtMs: access.disconnectedAtMs(),
      isConsenting: access.oauth.isConsenting(),
      timeZone: workbook.timeZone(),
    }),
    owner: ownerView(owner, workbook.timeZone()),
    redirectUri: platform.consent.redirectUri(),
    clientId: access.oauth.clientId(),
    hasClientSecret: access.oauth.hasClientSecret(),
    legacyApplication: state.credential === 'oauth' ? '' : state.application,
    schedule: scheduleView(workbook, properties),
    sheet: sheetView(table, loadChoices(properties, table.sheetId)),
    activity: { kind: 'idle' },
    api: { choice: 'automatic', sentence: '', banner: '' },
    lastRun: lastRunView(workbook, properties),
    hasLog: false,
  };
}

function scheduleView(workbook: Workbook, properties: Properties): ScheduleView {
  const { isOn, hour, mailsOn, mailTo, sheetId } = loadSchedule(properties);
  const sheetName = sheetId === undefined ? '' : (workbook.tableById(sheetId)?.name ?? '');
  return { isOn, hour, mailsOn, mailTo, timeZone: workbook.timeZone(), sheetName, nextRun: '' };
}

function lastRunView(workbook: Workbook, properties: Properties): LastRunView {
  const { last } = loadRunRecord(properties);
  const sentence =
    last === undefined ? '' : `${momentText(last.endedMs, workbook.timeZone())}: ${last.sentence}`;
  return { sentence, hasFailedRows: false, undo: '' };
}
