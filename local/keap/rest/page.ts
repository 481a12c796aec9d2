import { type Refusal, refusal } from './rest-answer.ts';

/** Keap documents the most (1,000) and not what comes unasked. */
const usualSize = 100;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly next?: { readonly next_page_token: string };
}

/** The page that the query asks for. A token goes with the filter that it was given for. */
export function pageOf<Item>(query: URLSearchParams, all: readonly Item[]): Page<Item> | Refusal {
  const size = Number(query.get('page_size') ?? usualSize) || usualSize;
  const from = placeIn(query);
  if (from === undefined) return refusal(400, 'The page token is not valid.', 'page_token');
  const end = from + size;
  return {
    items: all.slice(from, end),
    ...(end < all.length ? { next: { next_page_token: tokenFor(end, query) } } : {}),
  };
}

function tokenFor(place: number, query: URLSearchParams): string {
  return Buffer.from(`${place} ${query.get('filter') ?? ''}`).toString('base64');
}

function placeIn(query: URLSearchParams): number | undefined {
  const token = query.get('page_token');
  if (token === null || token === '') return 0;
  const place = Number(/^\d+/.exec(Buffer.from(token, 'base64').toString())?.[0]);
  return tokenFor(place, query) === token ? place : undefined;
}
