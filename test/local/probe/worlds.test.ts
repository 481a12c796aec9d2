/** The committed answers of the simulated worlds. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resultText } from '../../../local/probe/result.ts';
import { contradictions, embeddedAnswers, simulatedAnswers } from '../../../local/probe/worlds.ts';

/** After a change of a world: `npm run probe`, then change what the questions assume, or the world. */
it.each([
  ['the Apps Script emulator', embeddedAnswers],
  ['the simulated Keap', simulatedAnswers],
])('%s answers as it is committed, and as it is assumed', async (_name, answersOf) => {
  const answers = await answersOf();
  expect(contradictions(answers)).toEqual([]);
  expect(resultText(answers.result)).toBe(readFileSync(answers.file, 'utf8'));
});
