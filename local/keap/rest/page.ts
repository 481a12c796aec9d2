/** The pages of a list call. */
import { type Refusal, refusal } from './rest-answer.ts';

/** Keap documents the maximum (1,000) and not the default (probe: rest/too-large-page). */
const defaultSize = 100;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly next?: { readonly next_page_token: string };
}

/** The page that the query asks for. A token counts only with the filter that it was given for. */
export function pageOf<Item>(query: URLSearchParams, all: readonly Item[]): Page<Item> | Refusal {
  const size = Number(query.get('page_size') ?? defaultSize) || defaultSize;
  const from = offsetIn(query);
  if (from === undefined) return refusal(400, 'The page token is not valid.', 'page_token');
  const end = from + size;
  return {
    items: all.slice(from, end),
    ...(end < all.length ? { next: { next_page_token: tokenFor(end, query) } } : {}),
  };
}

function tokenFor(offset: number, query: URLSearchParams): string {
  return Buffer.from(`${offset} ${query.get('filter') ?? ''}`).toString('base64');
}

function offsetIn(query: URLSearchParams): number | undefined {
  const token = query.get('page_token');
  if (token === null || token === '') return 0;
  const offset = Number(/^\d+/.exec(Buffer.from(token, 'base64').toString())?.[0]);
  return tokenFor(offset, query) === token ? offset : undefined;
}
