/** The answers of the simulated worlds, which are committed in docs/probe/. */
import path from 'node:path';
import { isSame } from './compare.ts';
import { embeddedResult } from './google/embedded-run.ts';
import { scriptProject } from './google/script-project.ts';
import { keapQuestions } from './keap/catalog.ts';
import { simulatedRun } from './keap/simulated-run.ts';
import type { Json, Question } from './question.ts';
import type { ProbeResult } from './result.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/probe');

export interface WorldAnswers {
  /** Where they are committed. */
  readonly file: string;
  readonly questions: readonly Question[];
  readonly result: ProbeResult;
}

export async function embeddedAnswers(): Promise<WorldAnswers> {
  const project = await scriptProject();
  const result = await embeddedResult(project);
  return { file: path.join(folder, 'embedded.json'), questions: project.questions, result };
}

/** Rejects if not every question could be asked. */
export async function simulatedAnswers(): Promise<WorldAnswers> {
  const { result, stopped, notRestored } = await simulatedRun();
  if (stopped !== undefined) throw new Error(stopped);
  if (notRestored.length > 0) throw new Error(`Not restored: ${notRestored.join(', ')}`);
  return { file: path.join(folder, 'simulated.json'), questions: keapQuestions(), result };
}

/**
 * Why a world and its questions do not fit together, one sentence for each question: a world has to give the answer that
 * is assumed, unless the question says why it does not.
 */
export function contradictions({ questions, result }: WorldAnswers): string[] {
  return questions.flatMap(({ id, assumed, notSimulated }) => {
    const answer: Json | undefined = result.answers[id];
    if (answer === undefined) return [`${id}: ${result.askedOf} was not asked.`];
    const isAssumed = isSame(assumed, answer);
    if (isAssumed && notSimulated === undefined) return [];
    if (isAssumed) return [`${id}: ${result.askedOf} gives what is assumed. Remove notSimulated.`];
    if (notSimulated !== undefined) return [];
    const answered = JSON.stringify(answer);
    return [`${id}: ${result.askedOf} answers ${answered}, but assumed is ${JSON.stringify(assumed)}.`];
  });
}
