import { apiStore } from '../keap/api-store.ts';
import type { Properties } from '../platform/properties.ts';
import type { Calendar } from '../platform/table.ts';
import { loadChoices } from '../sync/column-choices.ts';
import { momentText } from '../sync/local-text.ts';
import { logSheetName } from '../sync/log-sheet.ts';
import { loadRunRecord } from '../sync/run-record.ts';
import { activityNow } from './activity-view.ts';
import { apiView } from './api-view.ts';
import { connectionView } from './connection-view.ts';
import { foreignAccount } from './foreign-account.ts';
import { ownerView } from './owner-view.ts';
import { scheduleView } from './schedule-view.ts';
import type { LastRunView, SidebarState } from './server-functions.ts';
import type { ServerParts } from './server-parts.ts';
import { sheetView } from './sheet-view.ts';
import { undoTitle } from './undo-view.ts';

/** Everything that the sidebar shows, as it stands now. */
export function sidebarState(parts: ServerParts): SidebarState {
  const { platform, access, owner } = parts;
  const { workbook, properties } = platform.document();
  const state = access.state();
  const calendar = workbook.calendar();
  const table = workbook.activeTable();
  return {
    connection: connectionView({
      state,
      otherAccount: access.otherAccount(),
      documentAccount: owner.account(),
      foreignAccount: foreignAccount(parts),
      isSomebodyElses: owner.whose() === 'somebody-else',
      disconnectedAtMs: access.disconnectedAtMs(),
      isConsenting: access.oauth.isConsenting(),
      calendar,
    }),
    owner: ownerView(owner, calendar),
    redirectUri: platform.consent.redirectUri(),
    clientId: access.oauth.clientId(),
    hasClientSecret: access.oauth.hasClientSecret(),
    legacyApplication: state.credential === 'oauth' ? '' : state.application,
    schedule: scheduleView(workbook, properties, platform.clock.nowMs()),
    sheet: sheetView(table, loadChoices(properties, table.sheetId)),
    activity: activityNow(platform),
    api: apiView(apiStore(properties).load(), state, platform.clock.nowMs(), calendar),
    lastRun: lastRunView(calendar, properties),
    hasLog: workbook.tableByName(logSheetName) !== undefined,
  };
}

function lastRunView(calendar: Calendar, properties: Properties): LastRunView {
  const { last, undoable } = loadRunRecord(properties);
  const sentence = last === undefined ? '' : `${momentText(last.endedMs, calendar)}: ${last.sentence}`;
  return {
    sentence,
    hasFailedRows: (last?.failed ?? 0) > 0,
    undo: undoTitle(undoable, calendar),
  };
}
