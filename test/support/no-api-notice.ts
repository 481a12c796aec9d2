import type { ApiNotice } from '../../src/sync/log/api-notice.ts';

/** For runs in which the API does not change. */
export const noApiNotice: ApiNotice = { text: () => '', markAnnounced: () => {} };
