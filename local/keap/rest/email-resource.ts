/** `/emailAddresses` of REST v2: the opt status, which belongs to the address. */
import type { OptBook } from '../opt-book.ts';
import { optMeanings } from '../opt-status.ts';
import { instant } from './contact-json.ts';
import { filterIn } from './filter.ts';
import { pageOf } from './page.ts';
import { isRefusal, ok, type RestAnswer, refusal } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';

export interface EmailResource {
  get(request: RestRequest): RestAnswer;
  list(request: RestRequest): RestAnswer;
  patch(request: RestRequest): RestAnswer;
}

export function emailResource(opts: OptBook): EmailResource {
  return {
    get({ parameter }) {
      return opts.known().has(parameter.trim().toLowerCase())
        ? ok(statusJson(opts, parameter))
        : refusal(404, `Email address ${parameter} was not found.`, parameter);
    },

    list({ query }) {
      const read = filterIn(query, ['emails', 'statuses', 'opted_in']);
      if (isRefusal(read)) return read;
      const { emails, statuses, opted_in } = read.filter;
      const known = opts.known();
      const asked = emails === undefined ? [...known.keys()] : emails.split(',');
      const unique = [...new Set(asked.map((one) => one.trim().toLowerCase()))].sort();
      const found = unique
        .filter((one) => known.has(one))
        .map((one) => statusJson(opts, one))
        .filter(({ status }) => statuses === undefined || statuses.split(',').includes(status))
        .filter((one) => opted_in === undefined || String(one.opted_in) === opted_in);
      const page = pageOf(query, found);
      return isRefusal(page) ? page : ok({ email_addresses: page.items, ...page.next });
    },

    /**
     * From some states nobody is opted in by API: the answer is 200 all the same, with the state as it was.
     * probe: rest/opting
     */
    patch({ parameter, body, nowMs }) {
      if (!/^[^\s@]+@[^\s@]+$/.test(parameter)) {
        return refusal(400, 'Not a valid email address.', parameter);
      }
      const wish = body.opted_in === true ? 'in' : 'out';
      opts.follow({ address: parameter, wish, reason: String(body.reason), api: 'REST v2' }, nowMs);
      return ok(statusJson(opts, parameter));
    },
  };
}

interface StatusJson {
  readonly email: string;
  readonly opted_in: boolean;
  readonly status: string;
  readonly create_time: string;
}

function statusJson(opts: OptBook, address: string): StatusJson {
  const { status, changedMs } = opts.entry(address);
  const { rest, xmlRpc } = optMeanings[status];
  return { email: address, opted_in: xmlRpc > 0, status: rest, create_time: instant(changedMs) };
}
