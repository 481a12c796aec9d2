/** Checks that Apps Script can load and run the bundle. */
import vm from 'node:vm';
import { type Comment, parse } from 'acorn';
import { analyze } from 'eslint-scope';

/** What Apps Script accepts. */
export interface BundleRules {
  /** The newest ECMAScript version that Apps Script's parser reliably supports. */
  readonly ecmaVersion: 2019;
  /** The global names in Apps Script. */
  readonly globals: ReadonlySet<string>;
  /** Names that a bundled package may use although Apps Script lacks them; none by default. */
  readonly exceptions?: readonly NameException[];
}

/** One name in one package; the same name anywhere else in the bundle is still rejected. */
export interface NameException {
  readonly package: string;
  readonly identifier: string;
  /** Why Apps Script never evaluates the name there. */
  readonly because: string;
}

/** The syntax tree of a script, in the type of the scope analysis. */
type Program = Parameters<typeof analyze>[0];

/** Every reason not to push this bundle, as sentences; empty if there is none. */
export function bundleProblems(code: string, rules: BundleRules): string[] {
  const tree = parsed(code, rules.ecmaVersion);
  if (typeof tree === 'string') return [tree];
  return [...foreignNames(code, tree, rules), ...loadProblems(code, rules)];
}

function parsed(code: string, ecmaVersion: 2019): Program | string {
  try {
    const tree: unknown = parse(code, { ecmaVersion, sourceType: 'script', ranges: true });
    return isProgram(tree) ? tree : 'The bundle is not a script.';
  } catch (error) {
    return `Apps Script's parser would reject the bundle: ${messageOf(error)}`;
  }
}

/** acorn and eslint-scope have separate types for the same tree. */
function isProgram(tree: unknown): tree is Program {
  return typeof tree === 'object' && tree !== null && 'type' in tree && tree.type === 'Program';
}

/** Names that the bundle uses, but that neither it nor Apps Script defines. A name after `typeof` is harmless. */
function foreignNames(
  code: string,
  tree: Program,
  { ecmaVersion, globals, exceptions = [] }: BundleRules,
): string[] {
  const scopes = analyze(tree, { ecmaVersion, sourceType: 'script' });
  const guarded = typeofOperands(tree);
  const defined = new Set(scopes.globalScope?.set.keys());
  const packageAt = packageFinder(code, ecmaVersion);
  const foreign = (scopes.globalScope?.through ?? [])
    .map((reference) => reference.identifier)
    .filter(({ name }) => !globals.has(name) && !defined.has(name))
    .filter((identifier) => !guarded.has(identifier))
    .filter(({ name, range: [offset] = [0] }) => {
      const owner = packageAt(offset);
      return !exceptions.some(({ package: allowed, identifier }) => allowed === owner && identifier === name);
    });
  return [...new Set(foreign.map(({ name }) => name))].map(
    (name) => `The bundle uses "${name}", which Apps Script does not have.`,
  );
}

/** The package that an offset of the bundle comes from: esbuild puts a comment with its path before each module. */
function packageFinder(code: string, ecmaVersion: 2019): (offset: number) => string | undefined {
  const comments: Comment[] = [];
  parse(code, { ecmaVersion, sourceType: 'script', onComment: comments });
  const modules = comments.filter(
    ({ type, value }) => type === 'Line' && /^ (?:node_modules|src)\//.test(value),
  );
  return (offset) => {
    const path = modules.filter(({ start }) => start < offset).pop()?.value;
    return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path ?? '')?.[1];
  };
}

function typeofOperands(tree: Program): Set<unknown> {
  const operands = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const record: Record<string, unknown> = { ...node };
    if (record.type === 'UnaryExpression' && record.operator === 'typeof') operands.add(record.argument);
    Object.values(record).forEach(visit);
  };
  visit(tree);
  return operands;
}

/** The names that every JavaScript realm has. */
const languageNames = new Set<string>(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));

/** Loads the bundle in a realm in which using any Google service throws. */
function loadProblems(code: string, { globals }: BundleRules): string[] {
  const touched = new Set<string>();
  const realm = vm.createContext(Object.create(null));
  for (const name of globals) {
    if (!languageNames.has(name)) Object.defineProperty(realm, name, { value: tripwire(name, touched) });
  }
  try {
    vm.runInContext(code, realm, { timeout: 10_000 });
  } catch (error) {
    return [`The bundle does not load: ${messageOf(error)}`];
  }
  return [...touched].map((name) => `The bundle uses ${name} while it loads.`);
}

function tripwire(name: string, touched: Set<string>): unknown {
  const trip = () => {
    touched.add(name);
    throw new Error(`${name} was used while loading`);
  };
  return new Proxy(() => undefined, { get: trip, apply: trip, construct: trip, set: trip });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
