/** `npm run probe`: finds out where the simulated worlds differ from the real ones (docs/probe.md). */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { helpText, probeArguments } from './arguments.ts';
import { compare, comparisonText } from './compare.ts';
import { bringToGoogle } from './google/command.ts';
import { scriptProject } from './google/script-project.ts';
import { keapQuestions } from './keap/catalog.ts';
import { askKeap } from './keap/command.ts';
import type { Question } from './question.ts';
import { type Asked, type ProbeResult, readResult, resultText } from './result.ts';
import { contradictions, embeddedAnswers, simulatedAnswers } from './worlds.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const asked = probeArguments(process.argv.slice(2));
switch (asked.kind) {
  case 'help':
    say(helpText);
    break;
  case 'invalid':
    say(asked.sentence);
    process.exitCode = 2;
    break;
  case 'worlds':
    process.exitCode = await askWorlds();
    break;
  case 'google':
    process.exitCode = await bringToGoogle(asked.scriptId, say);
    break;
  case 'keap':
    process.exitCode = await askKeap(asked, say);
    break;
  case 'compare':
    process.exitCode = await compareFiles(asked.file, asked.earlier);
}

/** Writes the answers, also those that are not the assumed ones: the difference shows in the committed files. */
async function askWorlds(): Promise<number> {
  let problems: readonly string[] = [];
  for (const answersOf of [embeddedAnswers, simulatedAnswers]) {
    const answers = await answersOf();
    await mkdir(path.dirname(answers.file), { recursive: true });
    await writeFile(answers.file, resultText(answers.result));
    say(`${path.relative(process.cwd(), answers.file)}: ${answers.questions.length} questions`);
    problems = [...problems, ...contradictions(answers)];
  }
  if (problems.length === 0) return 0;
  say(`\n${problems.join('\n')}\n\nChange what is assumed in local/probe/, or the world.`);
  return 1;
}

async function compareFiles(file: string, earlier: string | undefined): Promise<number> {
  const result = await resultIn(file);
  const before = earlier === undefined ? undefined : await resultIn(earlier);
  if (result === undefined || (earlier !== undefined && before === undefined)) return 2;
  if (before !== undefined && before.asks !== result.asks) {
    say('One result is of Google and the other one of Keap. Compare two results of the same service.');
    return 2;
  }
  say(`${labelOf(result)}\n${before === undefined ? 'Compared with what is assumed.' : labelOf(before)}\n`);
  const comparison = compare(
    result,
    await questionsOf(result.asks),
    before === undefined ? undefined : ({ id }) => before.answers[id],
  );
  say(comparisonText(comparison, before === undefined ? 'assumed' : 'earlier'));
  return comparison.different.length + comparison.unknown.length === 0 ? 0 : 1;
}

/** Undefined where the file is of no use, which is then said. */
async function resultIn(file: string): Promise<ProbeResult | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    say(`Cannot read ${file}. Check that the file exists.`);
    return undefined;
  }
  const read = readResult(text);
  if (read.kind === 'result') return read.result;
  say(`${file}: ${read.sentence}`);
  return undefined;
}

async function questionsOf(asks: Asked): Promise<readonly Question[]> {
  return asks === 'keap' ? keapQuestions() : (await scriptProject()).questions;
}

function labelOf({ askedOf, askedAt, api, version, about }: ProbeResult): string {
  const more = Object.entries(about).map(([name, value]) => `, ${name}: ${value}`);
  return `Answers of ${askedOf} (${api}) on ${askedAt}, version ${version} of the questions${more.join('')}`;
}
