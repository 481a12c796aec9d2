import type { ApiNotice } from '../../src/sync/log/api-notice.ts';

/** For runs in which the API never changes. */
export const noApiNotice: ApiNotice = { text: () => '', markAnnounced: () => {} };
