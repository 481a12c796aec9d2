import type { SimulatedContact } from '../keap/contacts.ts';

/**
 * What Keap knows before the sample is synced: the sheet's contacts with their old addresses, and with other
 * fields that no row names, which must survive.
 */
export function sampleContacts(): SimulatedContact[] {
  return Array.from({ length: 62 }, (_, index) => {
    const id = 1001 + index;
    return {
      id,
      fields: {
        Email: `customer${id}@example.com`,
        EmailAddress2: `second${id}@example.com`,
        Phone1: `+1 555 01${String(index).padStart(2, '0')}`,
        Company: 'Example & Sons',
      },
    };
  });
}
