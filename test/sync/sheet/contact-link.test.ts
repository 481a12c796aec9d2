import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import { contactLink, isContactLink } from '../../../src/sync/sheet/contact-link.ts';
import { isOwnText } from '../../../src/sync/sheet/own-texts.ts';

describe('contactLink()', () => {
  const id = 42 as ContactId;

  it("is the address of the contact's page, with the account in lower case", () => {
    const link = 'https://app-123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=42';
    expect(contactLink('App-123.infusionsoft.com', id)).toBe(link);
    expect([isContactLink(link), isOwnText(link)]).toEqual([true, true]);
  });

  it.each([
    '',
    'full',
    'ana@example.com',
    'a Keap account without a name',
    'app123.infusionsoft.com.example.com',
    'app123.infusionsoft.com\n',
    'example.com/x.infusionsoft.com',
    'user@app123.infusionsoft.com',
    'a.b.infusionsoft.com',
    '=x.infusionsoft.com',
    '.infusionsoft.com',
  ])('R6 is empty for the account %j', (account) => {
    expect(contactLink(account, id)).toBe('');
  });
});
