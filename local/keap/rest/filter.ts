/** The `filter` of a list call. */
import { type Refusal, refusal } from './rest-answer.ts';

/** The conditions of `filter=a==1;b==2`, all of which must hold. */
export type Filter = Readonly<Record<string, string>>;

/** Refuses a filter that the call does not have; `known` lists those that are simulated. */
export function filterIn(query: URLSearchParams, known: readonly string[]): { filter: Filter } | Refusal {
  const filter: Record<string, string> = {};
  for (const condition of (query.get('filter') ?? '').split(';').filter((one) => one !== '')) {
    const [, name = '', value = ''] = /^([^=<>]+)==(.*)$/s.exec(condition) ?? [];
    if (!known.includes(name)) return refusal(400, `The filter '${condition}' is not valid.`, 'filter');
    filter[name] = value;
  }
  return { filter };
}

/** A value with `*` at its end matches whatever begins so; case does not count. */
export function isLike(text: string, wanted: string): boolean {
  const [own, other] = [text.toLowerCase(), wanted.toLowerCase()];
  return other.endsWith('*') ? own.startsWith(other.slice(0, -1)) : own === other;
}
