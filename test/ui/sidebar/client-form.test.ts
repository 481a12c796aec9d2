import { describe, expect, it } from 'vitest';
import { secretField } from '../../../src/ui/sidebar/client-form.ts';

describe('secretField()', () => {
  const saved = { clientId: 'demo-client', hasClientSecret: true };

  it('asks for a secret where none is saved', () => {
    expect(secretField({ clientId: '', hasClientSecret: false }, '')).toMatchObject({
      isRequired: true,
      placeholder: '',
    });
  });

  it('says that one is saved, and asks for none, while the client id is its own', () => {
    expect(secretField(saved, ' demo-client ')).toMatchObject({ isRequired: false, placeholder: 'Saved' });
  });

  it('asks for another one with another client id', () => {
    expect(secretField(saved, 'demo-client-2')).toMatchObject({ isRequired: true, placeholder: '' });
  });
});
