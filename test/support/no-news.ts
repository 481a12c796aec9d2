import type { ApiNews } from '../../src/sync/api-news.ts';

/** For runs in which the API never changes. */
export const noNews: ApiNews = { text: () => '', told: () => {} };
