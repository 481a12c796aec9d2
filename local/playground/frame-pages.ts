/** The pages that scripts show, each at an address that nobody can guess. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ShownPage } from '../appsscript/world.ts';
import type { PageView } from './protocol.ts';

export interface FramePages {
  add(page: ShownPage): PageView;
  /** The content of the frame, with `google.script` in it; undefined if there is no such page any more. */
  html(id: string): string | undefined;
}

/** A frame may run its own script and open addresses in new tabs; it has no origin and no network access. */
export const framePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const maxKept = 50;
const googleScript = readFileSync(path.join(import.meta.dirname, 'google-script.js'), 'utf8');

/** `setup` gives the settings of google-script.js: where links to Keap lead on this machine, and what time it is. */
export function framePages(setup: () => Readonly<Record<string, unknown>>): FramePages {
  const pages = new Map<string, string>();
  return {
    add({ kind, title, html, width, height }) {
      const id = randomBytes(16).toString('hex');
      pages.set(id, html);
      const [oldest] = pages.keys();
      if (pages.size > maxKept && oldest !== undefined) pages.delete(oldest);
      return { id, kind, title, width, height };
    },
    html(id) {
      const html = pages.get(id);
      // Inside a script, `<` could end it early.
      const settings = JSON.stringify(setup()).replaceAll('<', '\\u003c');
      const script = `<script>${googleScript.replace('SETUP', () => settings)}</script>`;
      return html?.includes('<head>')
        ? html.replace('<head>', () => `<head>${script}`)
        : html && `${script}${html}`;
    },
  };
}
