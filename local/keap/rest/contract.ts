/** Keap's contract of REST v2, against which every request and every answer is checked. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import document from './openapi-v2-contacts.json' with { type: 'json' };

/** Where a request or an answer leaves Keap's contract. */
export interface Breach {
  /** A sentence without values, which may be personal. */
  readonly text: string;
  /** A value that a user may well type, a text too long for instance, rather than a mistake of the program that asked. */
  readonly isOfData: boolean;
  /** Keap would refuse it; what it does not know it ignores. */
  readonly isRefused: boolean;
}

export interface Contract {
  /** `operation` is for instance `patch /rest/v2/contacts/{contact_id}`. */
  requestBreaches(operation: string, query: URLSearchParams, body: unknown): Breach[];
  answerBreaches(operation: string, status: number, value: unknown): Breach[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly explode?: boolean | undefined;
  readonly schema: {
    readonly type?: string | undefined;
    readonly maximum?: number | undefined;
    readonly items?: { readonly type: string; readonly enum?: readonly string[] | undefined } | undefined;
  };
}

interface Content {
  readonly content?: {
    readonly 'application/json'?: { readonly schema: { readonly $ref?: string | undefined } };
  };
}

interface Operation {
  readonly parameters?: readonly Parameter[] | undefined;
  readonly requestBody?: Content | undefined;
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
}

const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = document.paths;
let read: Promise<Contract> | undefined;

/** Read when it is first needed: a Keap that only speaks XML-RPC starts sooner without it. */
export function contract(): Promise<Contract> {
  read ??= readContract();
  return read;
}

async function readContract(): Promise<Contract> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('int32', true);
  ajv.addFormat('int64', true);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
  ajv.addSchema({ $id: 'keap', components: { schemas: closed(withNotes(document.components.schemas)) } });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (content: Content | undefined): ValidateFunction | undefined => {
    const ref = content?.content?.['application/json']?.schema.$ref;
    if (ref === undefined) return undefined;
    const known = validators.get(ref) ?? ajv.compile({ $ref: `keap${ref}` });
    validators.set(ref, known);
    return known;
  };
  return {
    requestBreaches(operation, query, body) {
      const { parameters = [], requestBody } = operationOf(operation);
      return [...queryBreaches(parameters, query), ...breachesOf(validatorOf(requestBody), body, 'The body')];
    },
    answerBreaches(operation, status, value) {
      const content = operationOf(operation).responses[String(status)];
      if (content === undefined) return [breach(`The contract has no answer ${status}.`)];
      return breachesOf(validatorOf(content), value, `The answer ${status}`);
    },
  };
}

function operationOf(operation: string): Operation {
  const [method = '', path = ''] = operation.split(' ');
  const found = paths[path]?.[method];
  if (found === undefined) throw new Error(`The contract has no ${operation}.`);
  return found;
}

/**
 * `notes` is in the enum of `update_mask` and among `fields`, and other clients write it, though no schema has it (75 %).
 */
function withNotes(schemas: typeof document.components.schemas): unknown {
  const notes = { type: 'string' };
  const { Contact, CreateUpdateContactRequest } = schemas;
  return {
    ...schemas,
    Contact: { ...Contact, properties: { ...Contact.properties, notes } },
    CreateUpdateContactRequest: {
      ...CreateUpdateContactRequest,
      properties: { ...CreateUpdateContactRequest.properties, notes },
    },
  };
}

/** With every property forbidden that the contract does not name: a misspelt name would be ignored in silence. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const properties = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in properties && properties.type === 'object'
    ? { ...properties, additionalProperties: false }
    : properties;
}

function breachesOf(validate: ValidateFunction | undefined, value: unknown, what: string): Breach[] {
  if (validate === undefined || validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword, message = '', params }) => ({
    text: `${what}${instancePath} ${message} ${JSON.stringify(params)}.`,
    isOfData: keyword === 'maxLength',
    isRefused: keyword !== 'additionalProperties',
  }));
}

function queryBreaches(parameters: readonly Parameter[], query: URLSearchParams): Breach[] {
  const known = parameters.filter((one) => one.in === 'query');
  const found: Breach[] = [];
  for (const name of new Set(query.keys())) {
    const parameter = known.find((one) => one.name === name);
    if (parameter === undefined)
      found.push({ ...breach(`There is no parameter ${name}.`), isRefused: false });
    else found.push(...valueBreaches(parameter, query.getAll(name)));
  }
  return found;
}

function valueBreaches({ name, explode = true, schema }: Parameter, values: readonly string[]): Breach[] {
  const isList = schema.type === 'array' && explode;
  if (!isList && values.length > 1) return [breach(`The parameter ${name} is there ${values.length} times.`)];
  if (new Set(values).size < values.length) return [breach(`The parameter ${name} names something twice.`)];
  const allowed = schema.items?.enum;
  const unknown = allowed === undefined ? undefined : values.find((value) => !allowed.includes(value));
  if (unknown !== undefined) return [breach(`The parameter ${name} does not take '${unknown}'.`)];
  if (schema.type !== 'integer') return [];
  const isGood = values.every(
    (value) => /^\d+$/.test(value) && Number(value) <= (schema.maximum ?? Number(value)),
  );
  return isGood ? [] : [breach(`The parameter ${name} is to be a number up to ${schema.maximum}.`)];
}

function breach(text: string): Breach {
  return { text, isOfData: false, isRefused: true };
}
