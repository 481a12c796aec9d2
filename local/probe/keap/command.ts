/** `npm run probe -- --keap`. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compare, comparisonText } from '../compare.ts';
import { askLine, askSecret } from '../prompt.ts';
import { resultText } from '../result.ts';
import { keapQuestions } from './catalog.ts';
import { fileBackup } from './file-backup.ts';
import { sendToKeap, sendToLoopback } from './https-send.ts';
import { ProbeStopped } from './keap-client.ts';
import { type KeapRun, runKeapProbe } from './run.ts';

export interface KeapCommand {
  readonly contactId: number | undefined;
  /** Where the result goes; a file with the day in this folder if nothing is said. */
  readonly file: string | undefined;
}

/** Gives the exit code. The token comes from the environment or a prompt, and is never shown. */
export async function askKeap(
  { contactId, file }: KeapCommand,
  say: (line: string) => void,
): Promise<number> {
  const { KEAP_PROBE_TOKEN, KEAP_PROBE_ORIGIN } = process.env;
  const origin = KEAP_PROBE_ORIGIN ?? '';
  const token = (
    KEAP_PROBE_TOKEN ?? (await askSecret('Token of the Keap account (it is not shown): '))
  ).trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    say('There is no token. Set the environment variable KEAP_PROBE_TOKEN, or type it when you are asked.');
    return 2;
  }
  if (contactId !== undefined && !(await isConfirmed(contactId))) {
    say('Nothing was asked, and nothing was changed.');
    return 2;
  }
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    say('Stopping. The contact is restored first.');
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const run = await runKeapProbe({
      send: origin === '' ? sendToKeap : sendToLoopback(origin),
      token,
      contactId,
      askedOf: origin === '' ? 'Keap' : 'the simulated Keap',
      nowMs: () => Date.now(),
      // A simulated Keap on this machine has no limit that others share.
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, origin === '' ? ms : 0)),
      isStopped: () => isStopped,
      backup: fileBackup(process.cwd()),
      progress: ({ question }, count, all) => say(`${count}/${all} ${question}`),
    });
    return await report(run, file, contactId, say);
  } catch (error) {
    if (!(error instanceof ProbeStopped)) throw error;
    say(error.message);
    return 2;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function isConfirmed(contactId: number): Promise<boolean> {
  const answer = await askLine(
    `The probe changes contact ${contactId} many times: its names, notes, dates, addresses and custom fields. It then\n` +
      'restores them. It also gives the contact addresses of example.com for a while, and opts those in and out; Keap\n' +
      'remembers such addresses. Use only a contact that was made for this.\n' +
      'Type yes to go on: ',
  );
  return answer.toLowerCase() === 'yes';
}

async function report(
  { result, requests, stopped, notRestored }: KeapRun,
  file: string | undefined,
  contactId: number | undefined,
  say: (line: string) => void,
): Promise<number> {
  const target = path.resolve(file ?? `probe-keap-${result.askedAt}.json`);
  await writeFile(target, resultText(result));
  const comparison = compare(result, keapQuestions());
  say(`\n${comparisonText(comparison, 'assumed')}`);
  say(`\n${requests} requests were sent. The answers are in ${target}.`);
  if (stopped !== undefined) say(stopped);
  if (notRestored.length > 0) {
    say(
      `These properties of contact ${contactId} are not as they were: ${notRestored.join(', ')}. Their values are in ` +
        `.probe-contact-${contactId}.json. Run the same command again to restore them.`,
    );
  }
  if (stopped !== undefined) return 2;
  return comparison.different.length + comparison.unknown.length + notRestored.length === 0 ? 0 : 1;
}
