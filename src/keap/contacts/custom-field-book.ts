/** Knows the custom fields that a sheet names, as one of Keap's APIs describes them. */
import type { FieldName } from './contact.ts';
import type { ApiName } from './contact-service.ts';
import type { AccountField, AccountFields, CustomFieldStore } from './custom-field-store.ts';
import type { LabelledField } from './field-list.ts';
import { refused } from './messages.ts';
import type { Failed } from './outcome.ts';

/** What is known of the custom fields of an account. */
export interface CustomFieldBook {
  /**
   * Those of these fields that Keap has, by name; others of the names are left out. Asks Keap where one of them is not
   * known, or was last asked for a day ago.
   */
  find(names: Iterable<FieldName>): FoundFields;
  /** Asks Keap again for what is known, unless this execution has asked already; whether it has now. */
  lookAgain(): boolean;
  /** All of them that a column can name. Asks Keap, unless this execution has asked already. */
  all(): readonly LabelledField[] | Failed;
}

interface FoundFields {
  readonly fields: AccountFields;
  /** Why there is nothing to say of the others, where Keap does not tell of its fields. */
  readonly failure?: Failed | undefined;
}

interface BookOptions {
  readonly api: ApiName;
  /** Undefined where nothing is kept between executions. */
  readonly store?: CustomFieldStore | undefined;
  /** Asks Keap for all custom fields of the account. */
  readonly fetch: () => FetchedFields | Failed;
}

/** The fields of an account by their names in XML-RPC. */
export interface FetchedFields extends Pick<AccountFields, 'get'> {
  /** Those that a column can name, in Keap's order. */
  readonly all: readonly LabelledField[];
}

/** Asks Keap at most once in an execution. */
export function customFieldBook({ api, store, fetch }: BookOptions): CustomFieldBook {
  /** What the sheet names: the others may be much more than a store holds. */
  const known = new Map<FieldName, AccountField>();
  const named = new Set<FieldName>();
  let stored: ReturnType<CustomFieldStore['load']> | 'not-read' = 'not-read';
  let fetched: FetchedFields | Failed | undefined;
  function readStored(): void {
    if (stored !== 'not-read') return;
    stored = store?.load(api);
    for (const [name, field] of stored?.fields ?? []) known.set(name, field);
  }
  function isFetchDue(wanted: readonly FieldName[]): boolean {
    if (fetched !== undefined) return false;
    // A field may be made in Keap at any time, so one that is missing is looked for in each execution.
    return (stored !== 'not-read' && stored?.isFresh === false) || !wanted.every((name) => known.has(name));
  }
  function take(names: Iterable<FieldName>): void {
    if (fetched === undefined || 'kind' in fetched) return;
    let isChanged = false;
    for (const name of names) {
      const field = fetched.get(name);
      isChanged ||= field !== undefined || known.has(name);
      if (field === undefined) known.delete(name);
      else known.set(name, field);
    }
    if (isChanged) store?.save(api, known);
  }
  return {
    find(names) {
      const wanted = [...names].filter(isCustom);
      if (wanted.length === 0) return { fields: new Map() };
      readStored();
      const added = wanted.filter((name) => !named.has(name));
      for (const name of added) named.add(name);
      if (isFetchDue(wanted)) {
        fetched = fetch();
        take(new Set([...known.keys(), ...named]));
      } else if (added.length > 0) take(added);
      const found = wanted.flatMap((name): [FieldName, AccountField][] => {
        const field = known.get(name);
        return field === undefined ? [] : [[name, field]];
      });
      return { fields: new Map(found), failure: failureIn(fetched) };
    },
    lookAgain() {
      if (fetched !== undefined || named.size === 0) return false;
      fetched = fetch();
      take(new Set([...known.keys(), ...named]));
      return failureIn(fetched) === undefined;
    },
    all() {
      if (fetched === undefined) {
        readStored();
        fetched = fetch();
        take(new Set([...known.keys(), ...named]));
      }
      return 'kind' in fetched ? fetched : fetched.all;
    },
  };
}

function failureIn(fetched: FetchedFields | Failed | undefined): Failed | undefined {
  return fetched !== undefined && 'kind' in fetched ? fetched : undefined;
}

/** Why a custom field cannot be found. */
export function noSuchField(name: FieldName): Failed {
  return refused('no-field', `no field ${name}`);
}

function isCustom(name: FieldName): boolean {
  return name.startsWith('_');
}
