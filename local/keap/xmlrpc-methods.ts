/** Keap's methods of XML-RPC by name (developer.keap.com, "XML-RPC"). */
import { contactMethods } from './contact-methods.ts';
import { contactTable } from './contact-table.ts';
import type { ContactBook } from './contacts.ts';
import { type Directory, leadSourceTable, userTable } from './directory.ts';
import { emailStatusTable } from './email-status-table.ts';
import type { FieldCatalog } from './field-catalog.ts';
import { formFieldTable } from './form-field-table.ts';
import type { Method, MethodAnswer, Params } from './method.ts';
import type { KeapBehavior } from './open-questions.ts';
import type { OptBook } from './opt-book.ts';
import { changeOpt, getOptStatus } from './opt-methods.ts';
import { type TableMethods, tableMethods } from './tables.ts';
import type { TagBook } from './tag-book.ts';
import { addTag, changeTag } from './tag-methods.ts';
import { tagTable } from './tag-table.ts';

/** What the methods read and change. */
export interface MethodWorld {
  readonly book: ContactBook;
  readonly opts: OptBook;
  readonly tags: TagBook;
  readonly catalog: FieldCatalog;
  readonly directory: Directory;
  readonly behavior: KeapBehavior;
}

export function keapMethods(world: MethodWorld): ReadonlyMap<string, Method> {
  const { book, opts, tags, catalog, directory } = world;
  const { load, update, add, addWithDupCheck, findByEmail } = contactMethods(book, catalog);
  const tables: ReadonlyMap<string, TableMethods> = new Map([
    ['Contact', tableMethods(contactTable(book, catalog))],
    ['EmailAddStatus', tableMethods(emailStatusTable(opts))],
    ['DataFormField', tableMethods(formFieldTable(catalog))],
    ['User', tableMethods(userTable(directory))],
    ['LeadSource', tableMethods(leadSourceTable(directory))],
    ['ContactGroup', tableMethods(tagTable(tags))],
  ]);
  const inTable = (
    [table, ...params]: Params,
    run: (methods: TableMethods, rest: Params) => MethodAnswer,
  ) => {
    const methods = tables.get(String(table));
    if (methods !== undefined) return run(methods, params);
    return { kind: 'fault', code: 9, text: `[NoTableFound]No table found: ${table}` } as const;
  };
  return new Map<string, Method>([
    ['ContactService.load', { takes: ['int', 'array'], run: load }],
    ['ContactService.update', { takes: ['int', 'struct'], run: update }],
    ['ContactService.add', { takes: ['struct'], run: add }],
    ['ContactService.addWithDupCheck', { takes: ['struct', 'string'], run: addWithDupCheck }],
    ['ContactService.findByEmail', { takes: ['string', 'array'], run: findByEmail }],
    [
      'ContactService.addToGroup',
      { takes: ['int', 'int'], run: (params, nowMs) => changeTag(world, 'applied', params, nowMs) },
    ],
    [
      'ContactService.removeFromGroup',
      { takes: ['int', 'int'], run: (params, nowMs) => changeTag(world, 'removed', params, nowMs) },
    ],
    [
      'DataService.load',
      {
        takes: ['string', 'int', 'array'],
        run: (params) => inTable(params, (table, rest) => table.load(rest)),
      },
    ],
    [
      'DataService.query',
      {
        takes: ['string', 'int', 'int', 'struct', 'array'],
        mayTake: ['string', 'boolean'],
        run: (params, nowMs) => inTable(params, (table, rest) => table.query(rest, nowMs)),
      },
    ],
    [
      'DataService.count',
      {
        takes: ['string', 'struct'],
        run: (params, nowMs) => inTable(params, (table, rest) => table.count(rest, nowMs)),
      },
    ],
    ['APIEmailService.getOptStatus', { takes: ['string'], run: (params) => getOptStatus(opts, params) }],
    [
      'DataService.add',
      {
        takes: ['string', 'struct'],
        run: ([table, ...params]) =>
          table === 'ContactGroup'
            ? addTag(tags, params)
            : ({ kind: 'fault', code: 7, text: `[NoTableAccess]No access to add: ${table}` } as const),
      },
    ],
    [
      'APIEmailService.optIn',
      { takes: ['string', 'string'], run: (params, nowMs) => changeOpt(opts, 'in', params, nowMs) },
    ],
    [
      'APIEmailService.optOut',
      { takes: ['string', 'string'], run: (params, nowMs) => changeOpt(opts, 'out', params, nowMs) },
    ],
  ]);
}
