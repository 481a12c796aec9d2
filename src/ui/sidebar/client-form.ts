import type { SidebarState } from '../api.ts';

/** How the field for the secret presents itself; the secret itself never comes to the browser. */
export interface SecretField {
  readonly isRequired: boolean;
  readonly placeholder: string;
  readonly hint: string;
}

/** A saved secret stays only with its own client id, as the server sees it. */
export function secretField(
  { clientId, hasClientSecret }: Pick<SidebarState, 'clientId' | 'hasClientSecret'>,
  typedId: string,
): SecretField {
  if (!hasClientSecret) {
    return { isRequired: true, placeholder: '', hint: 'Kept for you alone; no other user sees it.' };
  }
  if (typedId.trim() === clientId) {
    return {
      isRequired: false,
      placeholder: 'Saved',
      hint: 'A secret is saved. Leave this empty to keep it.',
    };
  }
  return { isRequired: true, placeholder: '', hint: 'Another client id needs its own secret.' };
}
