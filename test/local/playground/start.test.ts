/** `npm start` with the playground, and rebuilding while someone works on the sources. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchSources } from '../../../local/start/watch-sources.ts';

const script = path.resolve(import.meta.dirname, '../../../local/start.ts');

interface Started {
  /** What it has printed, once this text is in it or once it has ended. */
  printed(text: string): Promise<string>;
  interrupt(): void;
  readonly ended: Promise<number | null>;
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    async printed(wanted) {
      let isOver = false;
      void ended.then(() => {
        isOver = true;
      });
      await expect.poll(() => isOver || text.includes(wanted), { timeout: 60_000 }).toBe(true);
      return text;
    },
    interrupt: () => child.kill('SIGINT'),
    ended,
  };
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'playground-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

describe('npm start', () => {
  it('serves the playground after the printed run, until it is interrupted', async () => {
    const folder = folderOf({ 'Mine.csv': 'Contact ID,Email\n7,me@example.com\n' });
    const { printed, interrupt, ended } = start('--no-open', '--sheet', path.join(folder, 'Mine.csv'));
    const text = await printed('Press Ctrl+C');
    expect(text).toMatch(/7 +me@example.com +Synced/);
    const url = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)?.[0] ?? '';
    expect((await fetch(url)).status).toBe(200);
    interrupt();
    expect(await ended).toBe(0);
  });

  it('says if the port is in use or invalid', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const busy = start('--dev', '--no-open', '--port', String(port));
    expect(await busy.printed('already in use')).toContain(
      `Port ${port} is already in use. Choose another one with --port.`,
    );
    expect(await busy.ended).toBe(1);
    const none = start('--port', 'eighty');
    expect(await none.printed('--port needs')).toContain(
      '--port needs a number from 0 to 65535, not "eighty".',
    );
    expect(await none.ended).toBe(1);
  });
});

describe('watchSources()', () => {
  const folders = { 'src/a.ts': '', 'build/a.ts': '', 'local/playground/page/a.ts': '' };

  it('rebuilds after a change, and says so', async () => {
    const root = folderOf({ ...folders, 'esbuild.config.mjs': '' });
    let count = 0;
    const said: string[] = [];
    const stop = watchSources(
      root,
      async () => {
        count++;
      },
      (sentence) => said.push(sentence),
    );
    onTestFinished(stop);
    writeFileSync(path.join(root, 'src/a.ts'), 'changed');
    await expect.poll(() => count, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => said).toEqual(['Rebuilt. The page is reloading.']);
  });

  it('shows the errors of the build, and does not reload the page', async () => {
    const root = folderOf({ ...folders, 'esbuild.config.mjs': 'console.error("no good"); process.exit(1);' });
    let count = 0;
    const said: string[] = [];
    const stop = watchSources(
      root,
      async () => {
        count++;
      },
      (sentence) => said.push(sentence),
    );
    onTestFinished(stop);
    writeFileSync(path.join(root, 'build/a.ts'), 'changed');
    await expect.poll(() => said.join('\n'), { timeout: 20_000 }).toContain('no good');
    expect(count).toBe(0);
  });
});
