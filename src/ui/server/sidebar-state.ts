/** Everything that the sidebar shows, read from the document and the connection. */
import { unlessEnded } from '../../errors.ts';
import { accountIn } from '../../keap/auth/access.ts';
import { apiStore } from '../../keap/contacts/api-store.ts';
import { fieldListStore, type LabelledField } from '../../keap/contacts/field-list.ts';
import { missingText } from '../../permission-texts.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Calendar, Table, Workbook } from '../../platform/table.ts';
import { keepMailTo } from '../../sync/daily/background-record.ts';
import { hoursOverdue, overdueAfterHours } from '../../sync/daily/done-slot.ts';
import { failedRows } from '../../sync/daily/failed-rows.ts';
import { loadNotice } from '../../sync/daily/notice.ts';
import { fillColumns } from '../../sync/fill/fill-plan.ts';
import { loadMissingIds } from '../../sync/find/missing-ids.ts';
import { type HourlyNote, newestNote } from '../../sync/log/hourly-note.ts';
import { logSheetName } from '../../sync/log/log-sheet.ts';
import { loadUnknownTags } from '../../sync/plan/unknown-tags.ts';
import { loadRunRecord, type RunRecord } from '../../sync/run/run-record.ts';
import { choicesFor } from '../../sync/sheet/copied-choices.ts';
import { loadHasLinks } from '../../sync/sheet/link-column.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import { sheetReader } from '../../sync/sheet/sheet-reader.ts';
import { undoableIn } from '../../sync/undo/undoable.ts';
import type { FillableColumnView, LastRunView, SidebarState } from '../api.ts';
import { activityNow } from './activity-view.ts';
import { apiView } from './api-view.ts';
import { backgroundView } from './background-view.ts';
import { brakeView } from './brake-view.ts';
import { columnsView } from './columns-view.ts';
import { connectionView } from './connection-view.ts';
import { linkNote } from './link-note.ts';
import { foreignAccount, foreignRows, ownerView } from './owner-view.ts';
import { scheduleView } from './schedule-view.ts';
import type { ServerContext } from './server-context.ts';
import { undoTitle } from './undo-view.ts';

export function sidebarState(context: ServerContext): SidebarState {
  const { platform, access, owner } = context;
  const { workbook, properties, settingsLock } = platform.document();
  const state = access.state();
  const calendar = workbook.calendar();
  const open = workbook.activeTable();
  const grid = open.read();
  const table = { ...open, read: () => grid };
  const { missing, url } = platform.permissions.missing();
  const [elsewhere] = foreignRows(context, table);
  if (accountIn(state) !== '') {
    context.triggers.repairIfSilent();
    keepMailTo(platform.user, { workbook, properties });
  }
  const hoursLate = owner.isPaused() ? 0 : hoursOverdue({ workbook, properties }, platform.clock.nowMs());
  return {
    connection: connectionView({
      state,
      otherAccount: access.otherAccount(),
      documentAccount: owner.account(),
      foreignAccount: foreignAccount(context),
      rowsFrom: elsewhere?.account,
      isSomeoneElses: owner.ownedBy() === 'somebody-else',
      disconnectedAtMs: access.disconnectedAtMs(),
      isConsenting: access.oauth.isConsenting(),
      consentFailure: access.oauth.consentFailure(),
      calendar,
    }),
    owner: ownerView(owner, hoursLate >= overdueAfterHours, calendar),
    permissions: { sentence: missingText(missing), url },
    background: backgroundView(platform, { workbook, properties }, access, missing),
    redirectUri: platform.consent.redirectUri(),
    clientId: access.oauth.clientId(),
    hasClientSecret: access.oauth.hasClientSecret(),
    legacyApplication: state.credential === 'oauth' ? '' : state.application,
    schedule: scheduleView(workbook, properties, {
      nowMs: platform.clock.nowMs(),
      isPaused: owner.isPaused(),
    }),
    sheet: {
      ...columnsView(table, choicesFor(grid, table, properties), customFieldsOf(context)),
      missingIds: loadMissingIds(properties, table.sheetId),
      unknownTags: loadUnknownTags(properties, table.sheetId),
      hasLinks: loadHasLinks(properties, table.sheetId),
      fillable: fillableIn(table, properties),
      linkNote: linkNote(state, owner.account()),
    },
    activity: activityNow(platform),
    api: apiView(apiStore(properties, settingsLock).load(), state, platform.clock.nowMs(), calendar),
    brake: brakeView(properties, table.sheetId, calendar),
    lastRun: lastRunView({
      ...{ calendar, properties, hasFailedRows: hasFailedRowsIn(table, properties) },
      inLog: hoursLate >= overdueAfterHours ? noteIn(workbook) : undefined,
    }),
    hasLog: workbook.tableByName(logSheetName) !== undefined,
  };
}

/** As Keap last told of them; undefined where that is not known. */
function customFieldsOf({ platform, owner }: ServerContext): readonly LabelledField[] | undefined {
  const { properties } = platform.document();
  const nowMs = () => platform.clock.nowMs();
  return fieldListStore({ properties, account: owner.account(), nowMs }).load()?.fields;
}

/** None where the sheet has no contacts. */
function fillableIn(table: Table, properties: Properties): FillableColumnView[] {
  let fillable: FillableColumnView[] = [];
  unlessEnded(() => {
    const { columns } = sheetReader(table, properties)();
    fillable = fillColumns(columns).map(({ name, columnIndex }) => {
      return { name, header: columns.headers[columnIndex] ?? name };
    });
  });
  return fillable;
}

interface LastRunInput {
  readonly calendar: Calendar;
  readonly properties: Properties;
  readonly hasFailedRows: boolean;
  readonly inLog: HourlyNote | undefined;
}

/** By the sheet and not by the last run, which may have been about one row. A sheet without contacts has none. */
function hasFailedRowsIn(table: Table, properties: Properties): boolean {
  let has = false;
  unlessEnded(() => {
    has = failedRows(table, properties).length > 0;
  });
  return has;
}

/** `inLog` is what an hourly run could say nowhere else. */
function lastRunView({ calendar, properties, hasFailedRows, inLog }: LastRunInput): LastRunView {
  const { last: lastRun } = loadRunRecord(properties);
  const undoable = undoableIn(properties);
  const notices = [
    loadNotice(properties),
    inLog === undefined ? undefined : { sentence: inLog.text, endedMs: inLog.atMs },
  ];
  const last = notices.reduce<RunRecord['last']>(
    (newest, notice) =>
      notice !== undefined && notice.endedMs >= (newest?.endedMs ?? 0)
        ? { ...notice, failed: lastRun?.failed }
        : newest,
    lastRun,
  );
  const sentence = last === undefined ? '' : `${momentText(last.endedMs, calendar)}: ${last.sentence}`;
  return {
    sentence,
    hasFailedRows,
    undo: undoable.kind === 'runs' ? undoTitle(undoable.targets[0], calendar) : '',
  };
}

/** A sheet that only has the name of the log says nothing. */
function noteIn(workbook: Workbook): HourlyNote | undefined {
  let note: HourlyNote | undefined;
  unlessEnded(() => {
    note = newestNote(workbook);
  });
  return note;
}
