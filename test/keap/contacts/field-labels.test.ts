import { expect, it } from 'vitest';
import { contactFields } from '../../../src/keap/contacts/contact-fields.ts';
import { fieldLabel, fieldOfLabel, labelIn } from '../../../src/keap/contacts/field-labels.ts';

it('names every field as people do, each differently, and finds it again', () => {
  const names = contactFields.map(({ name }) => name);
  expect(new Set(names.map(fieldLabel)).size).toBe(names.length);
  expect(fieldLabel('StreetAddress1')).toBe('Street address 1');
  for (const name of [...names, '_ShirtSize', 'Opt status', 'Summary', 'API', 'Version 0.1.0']) {
    expect(fieldOfLabel(labelIn(name))).toBe(name);
  }
  expect([labelIn('FirstName'), labelIn('API'), labelIn('_ShirtSize')]).toEqual([
    'First name',
    'API',
    '_ShirtSize',
  ]);
  // What an earlier version has written.
  expect(fieldOfLabel('FirstName')).toBe('FirstName');
});
