/** The field for the client secret. */
import { describe, expect, it } from 'vitest';
import { secretField } from '../../../src/ui/sidebar/secret-field.ts';

describe('secretField()', () => {
  const saved = { clientId: 'demo-client', hasClientSecret: true };

  it('requires a secret if none is saved', () => {
    expect(secretField({ clientId: '', hasClientSecret: false }, '')).toMatchObject({
      isRequired: true,
      placeholder: '',
    });
  });

  it('says that a secret is saved, and requires none, for the same client id', () => {
    expect(secretField(saved, ' demo-client ')).toMatchObject({ isRequired: false, placeholder: 'Saved' });
  });

  it('requires a new secret for a different client id', () => {
    expect(secretField(saved, 'demo-client-2')).toMatchObject({ isRequired: true, placeholder: '' });
  });
});
