/** All questions to Keap. */
import type { Question } from '../question.ts';
import { customFieldProbes } from './custom-field-types.ts';
import { optingProbes } from './opting.ts';
import type { KeapProbe } from './probe.ts';
import { restReadingProbes } from './reading-rest.ts';
import { xmlRpcReadingProbes } from './reading-xmlrpc.ts';
import { restWritingProbes } from './writing-rest.ts';
import { xmlRpcWritingProbes } from './writing-xmlrpc.ts';

/** In the order in which they are asked: what only reads comes first. */
export const keapProbes: readonly KeapProbe[] = [
  ...restReadingProbes,
  ...xmlRpcReadingProbes,
  ...restWritingProbes,
  ...xmlRpcWritingProbes,
  ...customFieldProbes,
  ...optingProbes,
];

/** All questions as data. */
export function keapQuestions(): readonly Question[] {
  return keapProbes.map(({ ask: _ask, changes: _changes, ...question }) => question);
}
