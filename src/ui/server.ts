import { RunEnded, SettingsWrong } from '../errors.ts';
import { isAddress } from '../keap/field-check.ts';
import type { Connection } from '../oauth/connection.ts';
import type { Platform } from '../platform/platform.ts';
import { secret } from '../secret.ts';
import { changeRunRecord, loadRunRecord, type RunRecord } from '../sync/run-record.ts';
import { dueDay, isHour, loadSchedule, saveSchedule } from '../sync/schedule.ts';
import { connectionView } from './connection-view.ts';
import { momentText } from './moment-text.ts';
import type { ServerAnswer, ServerFunctions, SidebarState } from './server-functions.ts';
import { sheetView } from './sheet-view.ts';

export interface ServerParts {
  readonly platform: Platform;
  readonly connection: Connection;
  /** Syncs the sheet in front, and says in a sentence what became of it. */
  readonly syncActiveSheet: () => string;
}

/** Answers the sidebar. What comes from a browser is checked like any other input. */
export interface Server {
  answer(name: string, args: readonly unknown[]): ServerAnswer<unknown>;
}

export function server(parts: ServerParts): Server {
  const functions = serverFunctions(parts);
  return {
    answer(name, args) {
      try {
        return { kind: 'ok', value: call(functions, name, args[0]) };
      } catch (error) {
        if (error instanceof RunEnded) return { kind: 'problem', advice: error.advice };
        throw error;
      }
    },
  };
}

function call(functions: ServerFunctions, name: string, input: unknown): unknown {
  switch (name) {
    case 'loadState':
      return functions.loadState();
    case 'saveClient':
      return functions.saveClient(clientInput(input));
    case 'beginConsent':
      return functions.beginConsent();
    case 'disconnect':
      return functions.disconnect();
    case 'saveSchedule':
      return functions.saveSchedule(scheduleInput(input));
    case 'syncNow':
      return functions.syncNow();
    default:
      throw new SettingsWrong(
        'The sidebar asked for an unknown function',
        'The sidebar is older than the add-on. Close it and open it again.',
      );
  }
}

function serverFunctions({ platform, connection, syncActiveSheet }: ServerParts): ServerFunctions {
  const loadState = () => sidebarState(platform, connection);
  return {
    loadState,
    saveClient({ clientId, clientSecret }) {
      connection.saveClient({ id: clientId, secret: clientSecret === '' ? undefined : secret(clientSecret) });
      return loadState();
    },
    beginConsent() {
      const url = connection.beginConsent();
      // The trigger belongs to whoever connects, and only the sidebar knows the document; the callback does not.
      platform.triggers.install();
      return { url };
    },
    disconnect() {
      connection.disconnect();
      platform.triggers.remove();
      return loadState();
    },
    saveSchedule(input) {
      changeSchedule(platform, input);
      return loadState();
    },
    syncNow() {
      const summary = syncActiveSheet();
      return { summary, state: loadState() };
    },
  };
}

function sidebarState(platform: Platform, connection: Connection): SidebarState {
  const { workbook, properties } = platform.document();
  const schedule = loadSchedule(properties);
  return {
    connection: connectionView(connection.state(), workbook.timeZone()),
    redirectUri: platform.consent.redirectUri(),
    clientId: connection.clientId(),
    hasClientSecret: connection.hasClientSecret(),
    schedule: {
      isOn: schedule.isOn,
      hour: schedule.hour,
      mailTo: schedule.mailTo,
      timeZone: workbook.timeZone(),
    },
    sheet: sheetView(workbook.activeTable()),
    lastRun: lastRunText(loadRunRecord(properties), workbook.timeZone()),
  };
}

function lastRunText({ last }: RunRecord, timeZone: string): string {
  return last === undefined ? '' : `${momentText(last.endedMs, timeZone)}: ${last.sentence}`;
}

/** The daily run follows the sheet that is in front when the schedule is saved, from its next chosen hour on. */
function changeSchedule(
  platform: Platform,
  input: { readonly isOn: boolean; readonly hour: number; readonly mailTo: string },
): void {
  const { workbook, properties } = platform.document();
  saveSchedule(properties, { ...input, sheetId: workbook.activeTable().sheetId });
  changeRunRecord(properties, {
    doneDay: dueDay(input.hour, workbook.timeZone(), platform.clock.nowMs()),
  });
  if (input.isOn) platform.triggers.install();
}

const mostInputCharacters = 500;

function clientInput(input: unknown): { clientId: string; clientSecret: string } {
  const clientId = textIn(input, 'clientId');
  if (clientId === '')
    throw wrongInput('The client id is missing. Copy it from your app at keys.developer.keap.com.');
  return { clientId, clientSecret: textIn(input, 'clientSecret') };
}

function scheduleInput(input: unknown): { isOn: boolean; hour: number; mailTo: string } {
  const { isOn, hour } = asRecord(input);
  if (typeof isOn !== 'boolean' || !isHour(hour)) throw wrongInput('Choose an hour of the day from 0 to 23.');
  const mailTo = textIn(input, 'mailTo');
  if (mailTo !== '' && !isAddress(mailTo)) {
    throw wrongInput(
      `"${mailTo.slice(0, 60)}" is no email address. Correct it, or leave it empty for no mails.`,
    );
  }
  return { isOn, hour, mailTo };
}

function textIn(input: unknown, name: string): string {
  const value = asRecord(input)[name];
  if (typeof value !== 'string')
    throw wrongInput('The sidebar sent something else than text. Close it and open it again.');
  const text = value.trim();
  if (text.length > mostInputCharacters) {
    throw wrongInput(
      `What you entered has more than ${mostInputCharacters} characters. Check what you pasted.`,
    );
  }
  return text;
}

function asRecord(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

function wrongInput(advice: string): SettingsWrong {
  return new SettingsWrong('The sidebar sent input that is not valid', advice);
}
