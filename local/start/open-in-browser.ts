/** Opens the playground where someone can see it. */
import { spawn } from 'node:child_process';

/** Opens an address in the user's browser if there is a desktop. */
export function openInBrowser(url: string): void {
  const command = commandFor(process.platform, process.env);
  if (command === undefined) return;
  const [program, ...args] = command;
  const opened = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  opened.on('error', () => {});
  opened.unref();
}

function commandFor(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (env.CI !== undefined || !process.stdout.isTTY) return undefined;
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['explorer.exe'];
    default:
      return env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined ? undefined : ['xdg-open'];
  }
}
