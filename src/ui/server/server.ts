/** Answers the sidebar and the dialogs, and checks what comes from the browser like any other input. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import type { ServerAnswer, ServerFunctionName } from '../api.ts';
import { connectionAnswers } from './connection-answers.ts';
import type { ServerContext } from './server-context.ts';
import { sheetAnswers } from './sheet-answers.ts';
import { sidebarState } from './sidebar-state.ts';

export interface Server {
  answer(name: string, args: readonly unknown[]): ServerAnswer<unknown>;
}

/** Each checks its input, does the work, and gives what the contract promises. */
type Answers = { readonly [Name in ServerFunctionName]: (input: unknown) => unknown };

export function server(context: ServerContext): Server {
  const answers: Answers = {
    loadState: () => sidebarState(context),
    ...connectionAnswers(context),
    ...sheetAnswers(context),
  };
  const known = new Map(Object.entries(answers));
  return {
    answer(name, args) {
      try {
        const answer = known.get(name);
        if (answer === undefined) throw unknownFunction();
        return { kind: 'ok', value: answer(args[0]) };
      } catch (error) {
        if (error instanceof RunEnded) return { kind: 'problem', advice: error.advice };
        throw error;
      }
    },
  };
}

function unknownFunction(): SettingsWrong {
  return new SettingsWrong(
    'The sidebar asked for an unknown function',
    'The add-on has been updated. Close the sidebar and open it again.',
  );
}
