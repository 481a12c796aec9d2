/** Checks that Apps Script would accept the syntax of a script. */
import { type AnyNode, type Node, parse } from 'acorn';

/**
 * Why Apps Script would refuse this script, or undefined. Besides errors in any JavaScript, its parser knows no private
 * members, no static fields and no modules ("V8 Runtime Overview", and users' reports).
 * probe: realm/syntax
 */
export function syntaxProblem(code: string, file: string): string | undefined {
  const known = problems.get(code);
  if (known !== undefined) return known.problem;
  const problem = problemOf(code, file);
  problems.set(code, { problem });
  return problem;
}

/** Bundles are large, and tests start the same ones many times. */
const problems = new Map<string, { readonly problem: string | undefined }>();

function problemOf(code: string, file: string): string | undefined {
  try {
    const refused = firstRefused(parse(code, { ecmaVersion: 2022, sourceType: 'script', locations: true }));
    if (refused === undefined) return undefined;
    return `Syntax error: ParseError: Unexpected token line: ${refused.loc?.start.line} file: ${file}`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `Syntax error: ${error.message} file: ${file}`;
  }
}

function firstRefused(root: Node): AnyNode | undefined {
  const open: unknown[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (isNode(node) && isRefused(node)) return node;
    open.push(...Object.values(node));
  }
  return undefined;
}

function isNode(value: object): value is AnyNode {
  return 'type' in value && typeof value.type === 'string';
}

function isRefused(node: AnyNode): boolean {
  switch (node.type) {
    case 'PrivateIdentifier':
    case 'StaticBlock':
      return true;
    case 'PropertyDefinition':
      return node.static;
    default:
      return false;
  }
}
