/** Checks a request against the letter of the protocol (xmlrpc.com/spec). */
import { SaxesParser } from 'saxes';

/** The verdict on a request. */
export type Grammar =
  | { readonly kind: 'wrong'; readonly reason: string }
  /** The type of each parameter, by the name of its element. */
  | { readonly kind: 'right'; readonly types: readonly string[] };

/** Apache XML-RPC, which Keap runs, refuses extension types unless it is configured otherwise, and a DOCTYPE. */
export function grammarOf(text: string): Grammar {
  let problem: string | undefined;
  const types: string[] = [];
  const note = (reason: string) => {
    problem ??= reason;
  };
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => note(error.message));
  parser.on('doctype', () => note('DOCTYPE is disallowed.'));
  parser.on('text', (text) => add(text));
  parser.on('cdata', (text) => add(text));
  parser.on('opentag', ({ name }) => {
    const parent = open[open.length - 1];
    if (!parents.has(name)) note(`Unknown type: ${name}`);
    else if (!(parents.get(name) ?? []).includes(parent?.name ?? '')) {
      note(`Unexpected element ${name} in ${parent?.name ?? 'the document'}`);
    }
    parent?.children.push(name);
    open.push({ name, children: [], text: '' });
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    for (const reason of elementProblems(element)) note(reason);
    const isParam = element.name === 'value' && open[open.length - 1]?.name === 'param';
    if (isParam) types.push(element.children[0] ?? 'string');
  });
  parser.write(text).close();
  return problem === undefined ? { kind: 'right', types } : { kind: 'wrong', reason: problem };

  function add(piece: string): void {
    const element = open[open.length - 1];
    if (element !== undefined) element.text += piece;
  }
}

interface Element {
  readonly name: string;
  readonly children: string[];
  text: string;
}

const scalars = ['string', 'int', 'i4', 'boolean', 'double', 'dateTime.iso8601', 'base64'];

/** The elements that each element may be in; an empty name is the document itself. */
const parents: ReadonlyMap<string, readonly string[]> = new Map([
  ['methodCall', ['']],
  ['methodName', ['methodCall']],
  ['params', ['methodCall']],
  ['param', ['params']],
  ['value', ['param', 'data', 'member']],
  ['array', ['value']],
  ['data', ['array']],
  ['struct', ['value']],
  ['member', ['struct']],
  ['name', ['member']],
  ...scalars.map((name): [string, string[]] => [name, ['value']]),
]);

/** The children that an element has to have, in this order. */
const contents: Readonly<Record<string, readonly string[]>> = {
  methodCall: ['methodName', 'params'],
  param: ['value'],
  member: ['name', 'value'],
  array: ['data'],
};

/** The form that the text of an element has to have. */
const forms: Readonly<Record<string, RegExp>> = {
  methodName: /^[A-Za-z0-9_.:/]+$/,
  int: /^[+-]?\d{1,10}$/,
  i4: /^[+-]?\d{1,10}$/,
  boolean: /^[01]$/,
  double: /^[+-]?\d+(\.\d+)?$/,
  'dateTime.iso8601': /^\d{8}T\d\d:\d\d:\d\d$/,
  base64: /^[A-Za-z0-9+/=\s]*$/,
};

function elementProblems({ name, children, text }: Element): string[] {
  const problems: string[] = [];
  const wanted = contents[name];
  const isWithoutParams = name === 'methodCall' && children.join() === 'methodName';
  if (wanted !== undefined && !isWithoutParams && children.join() !== wanted.join()) {
    problems.push(`Expected ${wanted.join(' and ')} in ${name}, got ${children.join(', ') || 'nothing'}`);
  }
  if (name === 'value' && children.length > 1) problems.push('Expected one type in value');
  if (name === 'value' && children.length === 1 && text.trim() !== '')
    problems.push('Unexpected text in value');
  const form = forms[name];
  if (form !== undefined && !form.test(text)) problems.push(`Failed to parse ${name}: ${text.slice(0, 40)}`);
  const isInt = name === 'int' || name === 'i4';
  if (isInt && (Number(text) > 2 ** 31 - 1 || Number(text) < -(2 ** 31))) {
    problems.push(`Failed to parse integer value: ${text}`);
  }
  const isLeaf = form !== undefined || ['string', 'name', 'value'].includes(name);
  if (!isLeaf && text.trim() !== '') problems.push(`Unexpected text in ${name}`);
  return problems;
}
