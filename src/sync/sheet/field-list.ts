/** Asks Keap for the account's custom fields when somebody looks at what a column can be, and keeps them for a day. */
import { SettingsWrong } from '../../errors.ts';
import { accountOfDocument } from '../../keap/auth/document-owner.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { fieldListStore } from '../../keap/contacts/field-list.ts';
import type { Platform } from '../../platform/platform.ts';
import { underLock } from '../../stored-record.ts';

interface FieldListSource {
  readonly platform: Pick<Platform, 'document' | 'clock'>;
  readonly open: () => {
    readonly service: Pick<ContactService, 'allCustomFields'>;
    readonly account: string;
  };
}

/** Throws as opening the connection does, and `SettingsWrong` where Keap does not tell of its fields. */
export function readFieldList({ platform, open }: FieldListSource, isAgain: boolean): void {
  const { properties, settingsLock } = platform.document();
  const nowMs = () => platform.clock.nowMs();
  const storeOf = (account: string) => fieldListStore({ properties, account, nowMs });
  const owned = accountOfDocument(properties);
  if (!isAgain && storeOf(owned).load()?.isFresh === true) return;
  const { service, account } = open();
  const fields = service.allCustomFields();
  if ('kind' in fields) {
    throw new SettingsWrong(
      'Keap does not tell of its custom fields',
      `Keap did not show its custom fields: "${fields.reason}" Columns that are mapped to one are not affected.`,
    );
  }
  underLock(settingsLock, () => storeOf(owned === '' ? account : owned).save(fields));
}
