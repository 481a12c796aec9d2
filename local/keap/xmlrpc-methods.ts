import { contactMethods } from './contact-methods.ts';
import type { ContactBook } from './contacts.ts';
import type { Method, MethodAnswer, Params } from './method.ts';
import { getOptStatus, optIn, optOut } from './opt-methods.ts';

/** Keap's methods by name (developer.keap.com, "XML-RPC"); `custom` names the account's own fields. */
export function keapMethods(book: ContactBook, custom: ReadonlySet<string>): ReadonlyMap<string, Method> {
  const { load, update, add, addWithDupCheck, findByEmail, query } = contactMethods(book, custom);
  return new Map<string, Method>([
    ['ContactService.load', { takes: ['int', 'array'], run: load }],
    ['ContactService.update', { takes: ['int', 'struct'], run: update }],
    ['ContactService.add', { takes: ['struct'], run: add }],
    ['ContactService.addWithDupCheck', { takes: ['struct', 'string'], run: addWithDupCheck }],
    ['ContactService.findByEmail', { takes: ['string', 'array'], run: findByEmail }],
    [
      'DataService.load',
      {
        takes: ['string', 'int', 'array'],
        run: ([table, ...params]) => ofContacts(table, () => load(params)),
      },
    ],
    [
      'DataService.query',
      {
        takes: ['string', 'int', 'int', 'struct', 'array'],
        run: (params) => ofContacts(params[0], () => query(params)),
      },
    ],
    ['APIEmailService.getOptStatus', { takes: ['string'], run: (params) => getOptStatus(book, params) }],
    [
      'APIEmailService.optIn',
      { takes: ['string', 'string'], run: (params, nowMs) => optIn(book, params, nowMs) },
    ],
    [
      'APIEmailService.optOut',
      { takes: ['string', 'string'], run: (params, nowMs) => optOut(book, params, nowMs) },
    ],
  ]);
}

/** The simulated Keap has no table but this one. */
function ofContacts(table: Params[number], run: () => MethodAnswer): MethodAnswer {
  return table === 'Contact'
    ? run()
    : { kind: 'fault', code: 9, text: `[NoTableFound]No table found: ${table}` };
}
