/** Keeps the values of a contact in a file while they are changed, so that they outlast a run that is killed. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Backup, Contact } from './run.ts';
import { recordOf } from './shapes.ts';

/** One file for each contact, which only this user may read: it holds what the contact holds. */
export function fileBackup(folder: string): Backup {
  const fileOf = (contactId: number) => path.join(folder, `.probe-contact-${contactId}.json`);
  return {
    async load(contactId) {
      const file = fileOf(contactId);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      try {
        return recordOf(JSON.parse(text)) as Contact;
      } catch {
        throw new Error(
          `${file} is damaged. It holds what an earlier run has changed: restore it by hand, and delete it.`,
        );
      }
    },
    save: (contactId, contact) => writeFile(fileOf(contactId), JSON.stringify(contact), { mode: 0o600 }),
    remove: (contactId) => rm(fileOf(contactId), { force: true }),
  };
}
