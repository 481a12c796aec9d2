/** What the field for the client secret shows; the secret itself never reaches the browser. */
import type { SidebarState } from '../api.ts';

export interface SecretField {
  readonly isRequired: boolean;
  readonly placeholder: string;
  readonly hint: string;
}

/** A saved secret counts only for the client id that it was saved with, as on the server. */
export function secretField(
  { clientId, hasClientSecret }: Pick<SidebarState, 'clientId' | 'hasClientSecret'>,
  typedId: string,
): SecretField {
  if (!hasClientSecret) {
    return { isRequired: true, placeholder: '', hint: 'Stored for you only. No other user can see it.' };
  }
  if (typedId.trim() === clientId) {
    return {
      isRequired: false,
      placeholder: 'Saved',
      hint: 'A secret is saved. Leave this field empty to keep it.',
    };
  }
  return { isRequired: true, placeholder: '', hint: 'A different client id needs its own secret.' };
}
