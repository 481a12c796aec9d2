/** The address to which the browser returns after consent (probe: callback/active-spreadsheet, callback/request). */
import type { Script } from './documents.ts';
import type { Execution, Run } from './run.ts';
import { isServiceObject } from './service-object.ts';
import type { World } from './world.ts';

/** What the browser gets from an address of the script. */
export interface Visit {
  readonly status: number;
  readonly html: string;
  readonly execution?: Execution;
}

const staleState = 'The state token is invalid or has expired. Please try again.';

/** Opens the callback address: the state token names the method, if it is this user's and still valid. */
export async function visitCallback(
  world: World,
  script: Script,
  address: string,
  user: string,
  run: Run,
): Promise<Visit> {
  const url = new URL(address);
  if (url.host !== 'script.google.com' || url.pathname !== `/macros/d/${script.id}/usercallback`) {
    return { status: 404, html: 'Sorry, unable to open the file at this time.' };
  }
  const state = world.states.get(url.searchParams.get('state') ?? '');
  if (state?.scriptId !== script.id || state.user !== user || state.untilMs < world.clock.nowMs()) {
    return { status: 200, html: staleState };
  }
  const parameter = { ...firstOfEach(url.searchParams), ...state.args };
  const parameters = Object.fromEntries(
    Object.keys(parameter).map((name) => [
      name,
      name in state.args ? [state.args[name]] : url.searchParams.getAll(name),
    ]),
  );
  const queryString = url.search.slice(1);
  const request = { parameter, parameters, queryString, contextPath: '', contentLength: -1 };
  const execution = await run(state.method, () => [request], { as: 'callback', user });
  return { status: 200, html: shownPage(execution), execution };
}

function firstOfEach(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...params.keys()].map((name) => [name, params.get(name) ?? '']));
}

function shownPage(execution: Execution): string {
  switch (execution.kind) {
    case 'failed':
      return `${execution.error.name}: ${execution.error.message}`;
    case 'killed':
      return execution.reason;
    case 'completed': {
      const { value } = execution;
      if (isServiceObject(value) && value.type === 'HtmlOutput') return String(value.methods.getContent?.());
      return value === undefined || value === null
        ? 'The script completed but did not return anything.'
        : 'The script completed but the returned value is not a supported return type.';
    }
  }
}
