/** The questions themselves, and the places that name them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { strictBehavior } from '../../../local/appsscript/open-questions.ts';
import { defaultBehavior } from '../../../local/keap/open-questions.ts';
import { byHand } from '../../../local/probe/google/by-hand.ts';
import { scriptProject } from '../../../local/probe/google/script-project.ts';
import { keapQuestions } from '../../../local/probe/keap/catalog.ts';
import type { Question } from '../../../local/probe/question.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** What no probe can ask, and why; docs/probe.md says it in sentences. */
const notProbed = [
  // They need weeks, an outage, or a shut account.
  ...[
    'KeapBehavior.slowCalls',
    'KeapBehavior.passingFaults',
    'KeapBehavior.closedApis',
    'KeapBehavior.appHost',
  ],
  // They need a client of the developer portal, and end a connection.
  ...['KeapBehavior.usedCodes', 'KeapBehavior.refusedClients', 'KeapBehavior.tokenAnswers'],
  // It would leave a contact behind in the account.
  'KeapBehavior.newContactsFoundAfterMs',
  // It changes tags, which may start an automation.
  'KeapBehavior.tagAnswers',
  // It needs a key that Keap gives nobody anymore.
  'KeapBehavior.legacyKeysAsBearer',
];

describe('the questions', () => {
  let questions: readonly Question[] = [];
  beforeAll(async () => {
    questions = [...(await scriptProject()).questions, ...keapQuestions()];
  });

  it('have ids of their own, and are sentences', () => {
    const ids = questions.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(200);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(\/[a-z0-9-]+)+$/.test(id))).toEqual([]);
    expect(questions.filter(({ question }) => !/^[A-Z].*\?$/.test(question))).toEqual([]);
  });

  it('name files and promises that exist', () => {
    const kept = new Set(
      [...textOf('docs/architecture.md').matchAll(/^\| ([TRD]\d+) \|/gm)].map(([, id]) => id),
    );
    const files = questions.flatMap(({ id, reliesOn }) => reliesOn.map((file) => `${id}: ${file}`));
    expect(files.filter((one) => !existsSync(path.join(root, one.split(': ')[1] ?? '')))).toEqual([]);
    expect(questions.filter(({ reliesOn }) => reliesOn.length === 0)).toEqual([]);
    const promises = questions.flatMap(({ id, promises: own }) => own.map((promise) => [id, promise]));
    expect(promises.filter(([, promise]) => !kept.has(promise))).toEqual([]);
  });

  it('settle every switch of the simulated worlds that a probe can settle', () => {
    const switches = [
      ...Object.keys(strictBehavior).map((name) => `Behavior.${name}`),
      ...Object.keys(defaultBehavior).map((name) => `KeapBehavior.${name}`),
    ];
    const settled = new Set(questions.flatMap(({ playedBy }) => playedBy ?? []));
    expect([...settled].filter((name) => !switches.includes(name))).toEqual([]);
    expect(notProbed.filter((name) => !switches.includes(name) || settled.has(name))).toEqual([]);
    // A new switch needs a question in local/probe/ that names it in `playedBy`, or a reason above.
    expect(switches.filter((name) => !settled.has(name) && !notProbed.includes(name))).toEqual([]);
  });

  it('are the ones that comments and documents name', () => {
    const files = ['local', 'docs', 'src'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|js|mjs|md)$/.test(file))
        .map((file) => path.join(folder, file)),
    );
    const named = files.flatMap((file) =>
      [
        ...textOf(file).matchAll(/probe:\s+([a-z]+\/[a-z0-9-]+(?:,\s+(?:and\s+)?[a-z]+\/[a-z0-9-]+)*)/g),
      ].flatMap(([, list = '']) => (list.match(/[a-z]+\/[a-z0-9-]+/g) ?? []).map((id) => ({ file, id }))),
    );
    const known = new Set(questions.map(({ id }) => id));
    expect(named.filter(({ id }) => !known.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(25);
    // Where a switch says that a fact is not settled, it says which probe settles it.
    const besideSwitches = new Set(
      named.filter(({ file }) => /open-questions\.ts$/.test(file)).map(({ id }) => id),
    );
    const settling = questions.filter(({ playedBy }) => playedBy !== undefined);
    const spoken = new Set(
      settling.filter(({ id }) => besideSwitches.has(id)).map(({ playedBy }) => playedBy),
    );
    expect(settling.flatMap(({ playedBy }) => (spoken.has(playedBy) ? [] : [playedBy]))).toEqual([]);
  });

  it('are prepared by hand only where there is such a question', () => {
    const ids = questions.map(({ id }) => id);
    expect(Object.keys(byHand).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
