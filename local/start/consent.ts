/** Connects the add-on to the simulated Keap as a user would: through the sidebar and Keap's consent page. */
import type { AppsScript } from '../appsscript/apps-script.ts';
import { defaultClient } from '../keap/keap.ts';
import type { SimulatedKeap } from '../keap/simulated-keap.ts';
import { browser } from './browser.ts';

type SidebarAnswer =
  | { readonly kind: 'ok'; readonly value: unknown; readonly advice?: undefined }
  | { readonly kind: 'problem'; readonly advice: string };

/** Calls a function of the server as the sidebar does. Throws the problem that the user would read. */
export async function askSidebar(
  google: AppsScript,
  name: string,
  args: readonly unknown[] = [],
  window?: string,
): Promise<unknown> {
  const options = { as: 'sidebar', ...(window === undefined ? {} : { window }) } as const;
  const execution = await google.run('answerSidebar', [name, args], options);
  const answer = execution.kind === 'completed' ? (execution.value as SidebarAnswer) : undefined;
  if (answer?.kind === 'ok') return answer.value;
  throw new Error(answer?.advice ?? `The sidebar's ${name} failed: ${JSON.stringify(execution)}`);
}

/** Follows the real redirects to Keap and back. Gives the HTML of the page that Keap returns the user to. */
export async function allowAccess(google: AppsScript, keap: SimulatedKeap, window?: string): Promise<string> {
  const { id: clientId, secret: clientSecret } = defaultClient;
  await askSidebar(google, 'saveClient', [{ clientId, clientSecret }], window);
  const { url } = (await askSidebar(google, 'beginConsent', [], window)) as { url: string };
  const visitor = browser(keap.hosts, google.clock.nowMs);
  const decided = await visitor.press(await visitor.open(url), 'allow');
  const { html } = await google.visit(decided.location ?? '');
  return html;
}

/** What the sidebar says about the connection. */
export async function connectionState(
  google: AppsScript,
  window?: string,
): Promise<{ readonly kind: string; readonly sentence: string }> {
  const { connection } = (await askSidebar(google, 'loadState', [], window)) as {
    connection: { kind: string; sentence: string };
  };
  return connection;
}
