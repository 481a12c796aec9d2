/** Calls the playground's server. */
import type { Change, CommandName, Commands } from '../protocol.ts';

export interface ServerClient {
  /** Rejects with a `Refusal` whose message is for the visitor. */
  send<Name extends CommandName>(
    name: Name,
    input: Commands[Name]['input'],
  ): Promise<Commands[Name]['output']>;
  open(file: File): Promise<void>;
  save(format: 'csv' | 'xlsx'): Promise<Blob>;
  /** Reports every change, and a lost connection, until the page is closed. */
  listen(listener: Listener): Promise<never>;
}

export interface Listener {
  changed(change: Change): void;
  lost(sentence: string): void;
}

export class Refusal extends Error {}

const retryMs = 1_000;

export function serverClient(token: string): ServerClient {
  const headers = {
    'X-Playground-Token': token,
    // Identifies this page, so that a sidebar opens where it was asked for.
    'X-Playground-Window': crypto.randomUUID(),
  };
  const post = async (address: string, body: BodyInit | null): Promise<Response> => {
    const response = await fetch(address, { method: 'POST', headers, body }).catch(() => {
      throw new Refusal('The playground is not responding. Is npm start still running?');
    });
    if (!response.ok) throw new Refusal(await response.text());
    return response;
  };
  return {
    async send(name, input) {
      return (await post(`/command/${name}`, JSON.stringify(input))).json();
    },
    async open(file) {
      await post(`/open?name=${encodeURIComponent(file.name)}`, file);
    },
    async save(format) {
      return (await post(`/save/${format}`, null)).blob();
    },
    async listen({ changed, lost }) {
      for (;;) {
        try {
          const response = await fetch('/events', { headers });
          if (!response.ok) lost(await response.text());
          else for await (const { name, data } of events(response)) handleEvent(name, data, changed);
        } catch {
          lost(
            'The playground is not responding. Start it again with npm start; this page reconnects automatically.',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    },
  };
}

function handleEvent(name: string, data: string, changed: Listener['changed']): void {
  if (name === 'reload') location.reload();
  else changed(JSON.parse(data));
}

/** Reads server-sent events; the browser's EventSource cannot send the header with the token. */
async function* events(response: Response): AsyncGenerator<{ name: string; data: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return;
    const messages = (buffer + value).split('\n\n');
    buffer = messages.pop() ?? '';
    for (const message of messages) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(message) ?? [];
      yield { name, data };
    }
  }
}
