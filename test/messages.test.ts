import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sentencesIn } from './support/sentences.ts';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'src');

/** The browser's own words are seen where they stand and have pictures of their own. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !/^ui\/(browser|sidebar|dialogs)\//.test(file));

it('the page of operations lists every message that the product can say, and none that it cannot', () => {
  const said = files.flatMap((file) => sentencesIn(file, readFileSync(path.join(source, file), 'utf8')));
  const page = readFileSync(path.join(root, 'docs/operations.md'), 'utf8').split('## Messages')[1] ?? '';
  const listed = page.split('\n').flatMap((line) => {
    const cell = /^\| (.*?) \| [^|]* \|$/.exec(line)?.[1] ?? /^- (.*)$/.exec(line)?.[1];
    return cell === undefined || cell === 'message' ? [] : [cell.replaceAll('\\|', '|')];
  });
  const texts = new Set(said.map(({ text }) => text));
  expect(texts.size).toBeGreaterThan(100);
  expect([...texts].filter((text) => !listed.includes(text))).toEqual([]);
  expect(listed.filter((text) => !texts.has(text))).toEqual([]);
});
