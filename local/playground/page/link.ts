import type { Change, CommandName, Commands } from '../protocol.ts';

/** The way to the playground's server. */
export interface Link {
  /** Rejects with a `Refusal` whose message is for the visitor. */
  order<Name extends CommandName>(name: Name, asks: Commands[Name]['asks']): Promise<Commands[Name]['gives']>;
  open(file: File): Promise<void>;
  save(format: 'csv' | 'xlsx'): Promise<Blob>;
  /** Tells of every change, and of the line being lost and found, until the page is closed. */
  listen(listener: Listener): Promise<never>;
}

export interface Listener {
  changed(change: Change): void;
  lost(sentence: string): void;
}

export class Refusal extends Error {}

const retryMs = 1_000;

export function link(token: string): Link {
  const headers = {
    'X-Playground-Token': token,
    // A name of its own, so that a sidebar opens before whoever has asked for it.
    'X-Playground-Window': crypto.randomUUID(),
  };
  const post = async (address: string, body: BodyInit | null): Promise<Response> => {
    const response = await fetch(address, { method: 'POST', headers, body }).catch(() => {
      throw new Refusal('The playground does not answer. Is npm start still running?');
    });
    if (!response.ok) throw new Refusal(await response.text());
    return response;
  };
  return {
    async order(name, asks) {
      return (await post(`/command/${name}`, JSON.stringify(asks))).json();
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
          else for await (const { name, data } of events(response)) take(name, data, changed);
        } catch {
          lost('The playground does not answer. Start it again with npm start; the page goes on by itself.');
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    },
  };
}

function take(name: string, data: string, changed: Listener['changed']): void {
  if (name === 'reload') location.reload();
  else changed(JSON.parse(data));
}

/** Server-sent events, read by hand: the browser's own reader of them sends no header, and so no token. */
async function* events(response: Response): AsyncGenerator<{ name: string; data: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(part) ?? [];
      yield { name, data };
    }
  }
}
