import type { ConsentResult } from '../../oauth/consent-flow.ts';

/** The page that the user finds in the browser tab after consent: what happened, and how to go on. */
export interface ConsentPage {
  readonly heading: string;
  readonly text: string;
}

export function consentPage(result: ConsentResult): ConsentPage {
  switch (result.kind) {
    case 'connected':
      return {
        heading: 'Connected',
        text: 'Your sheet is connected to Keap. Close this tab and go back to the sheet; the sidebar notices by itself.',
      };
    case 'other-account':
      return {
        heading: 'Another Keap account',
        text: `You agreed with the Keap account ${result.account}, but your sheet was synced to ${result.expected} before. Nothing has changed yet: close this tab, go back to the sheet, and decide in the sidebar.`,
      };
    case 'declined':
      return {
        heading: 'Not connected',
        text: 'You declined at Keap, so nothing was connected. To try again, go back to the sheet and use the link in the sidebar.',
      };
    case 'no-code':
      return {
        heading: 'Not connected',
        text: 'Keap sent you back without a code. Go back to the sheet and use the link in the sidebar again.',
      };
    case 'code-refused':
      return {
        heading: 'Not connected',
        text: 'Keap did not accept the code: it was used before, or it is too old. Go back to the sheet and use the link in the sidebar again.',
      };
    case 'client-refused':
      return {
        heading: 'Not connected',
        text: 'Keap does not know this client id and secret. Compare them with your app at keys.developer.keap.com, save them again in the sidebar, and use its link.',
      };
    case 'client-missing':
      return {
        heading: 'Not connected',
        text: 'The client id and secret were deleted while you were at Keap. Go back to the sheet, enter them again in the sidebar, and use its link.',
      };
    case 'unavailable':
      return {
        heading: 'Not connected yet',
        text: `Keap did not answer as expected (${result.reason}). Wait a few minutes, go back to the sheet and use the link in the sidebar again.`,
      };
  }
}
