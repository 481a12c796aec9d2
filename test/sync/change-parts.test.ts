import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const source = path.resolve(import.meta.dirname, '../../src');
const contact = path.join(source, 'keap/contacts/contact.ts');

/** Whatever compares, shows, records or sends a change. */
const consumers = [
  'keap/contacts/opting.ts',
  'sync/plan/diff.ts',
  'sync/plan/preview.ts',
  'sync/push/chunk.ts',
  'sync/sheet/fingerprint.ts',
];

const part = 'readonly opt?: OptChange;';

/** Those of the consumers that do not compile once a change has another part. */
function brokenByAnotherPart(): string[] {
  const { config } = ts.readConfigFile(path.join(source, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, source);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile;
  host.readFile = (file) => {
    const text = readFile(file);
    return path.resolve(file) === contact
      ? text?.replace(part, `${part}\n  readonly otherPart?: readonly string[];`)
      : text;
  };
  const files = consumers.map((file) => path.join(source, file));
  const program = ts.createProgram(files, options, host);
  return consumers.filter((_, index) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(files[index] ?? ''))
      .some(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').includes("'otherPart'")),
  );
}

it('R1 R5 a new part of a change compiles only once whatever compares, shows, records and sends it knows of it', () => {
  expect(ts.sys.readFile(contact)?.split(part)).toHaveLength(2);
  expect(brokenByAnotherPart()).toEqual(consumers);
});
