import vm from 'node:vm';
import { parse } from 'acorn';
import { analyze } from 'eslint-scope';

/** What the build holds the bundle to before anything may be pushed. */
export interface BundleRules {
  /** The newest ECMAScript that the platform's parser is trusted with, as a year. */
  readonly ecmaVersion: 2019;
  /** Global names that the platform has. */
  readonly globals: ReadonlySet<string>;
}

/** The tree of a whole script, as the scope analysis takes it. */
type Program = Parameters<typeof analyze>[0];

/** Every reason why this bundle may not be pushed, as sentences; none where it may. */
export function bundleProblems(code: string, rules: BundleRules): string[] {
  const tree = parsed(code, rules.ecmaVersion);
  if (typeof tree === 'string') return [tree];
  return [...foreignNames(tree, rules), ...loadProblems(code, rules)];
}

function parsed(code: string, ecmaVersion: 2019): Program | string {
  try {
    const tree: unknown = parse(code, { ecmaVersion, sourceType: 'script', ranges: true });
    return isProgram(tree) ? tree : 'The bundle is no script.';
  } catch (error) {
    return `The platform's parser refuses the bundle: ${messageOf(error)}`;
  }
}

/** Two packages name the same tree by types of their own. */
function isProgram(tree: unknown): tree is Program {
  return typeof tree === 'object' && tree !== null && 'type' in tree && tree.type === 'Program';
}

/** Names that the bundle reads, but that neither it nor the platform defines. `typeof name` alone is harmless. */
function foreignNames(tree: Program, { ecmaVersion, globals }: BundleRules): string[] {
  const scopes = analyze(tree, { ecmaVersion, sourceType: 'script' });
  const guarded = typeofOperands(tree);
  const defined = new Set(scopes.globalScope?.set.keys());
  const foreign = (scopes.globalScope?.through ?? [])
    .map((reference) => reference.identifier)
    .filter(({ name }) => !globals.has(name) && !defined.has(name))
    .filter((identifier) => !guarded.has(identifier));
  return [...new Set(foreign.map(({ name }) => name))].map(
    (name) => `The bundle names "${name}", which Apps Script does not have.`,
  );
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

/** Names of JavaScript itself, which a fresh realm has without anybody's help. */
const languageNames = new Set<string>(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));

/** Loads the bundle as every execution does, in a realm where each service of the platform refuses to be touched. */
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
  return [...touched].map((name) => `The bundle touches ${name} while it loads.`);
}

function tripwire(name: string, touched: Set<string>): unknown {
  const trip = () => {
    touched.add(name);
    throw new Error(`${name} was touched while loading`);
  };
  return new Proxy(() => undefined, { get: trip, apply: trip, construct: trip, set: trip });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
