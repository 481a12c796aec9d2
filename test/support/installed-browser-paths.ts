/** Where Chrome, Chromium, and Edge are installed unless somebody chose another folder. */
import path from 'node:path';

/** Paths to try, in order, on one platform of Node; folders of the user and of Windows come from `env`. */
export function installedBrowserPaths(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  if (platform === 'win32') return onWindows(env);
  if (platform === 'darwin') return onMac(env);
  return onLinux;
}

const onLinux = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/usr/bin/microsoft-edge',
  '/usr/bin/microsoft-edge-stable',
];

/** For everybody on this Mac first, then for this user. */
function onMac({ HOME: home }: Readonly<Record<string, string | undefined>>): string[] {
  const folders = ['/Applications', ...(home === undefined ? [] : [path.posix.join(home, 'Applications')])];
  return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
    folders.map((folder) => path.posix.join(folder, `${name}.app/Contents/MacOS/${name}`)),
  );
}

/** Chrome can be installed for all users or for one; Edge on 64-bit Windows is in the folder of 32-bit programs. */
function onWindows(env: Readonly<Record<string, string | undefined>>): string[] {
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  return [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ].flatMap((file) => folders.map((folder) => path.win32.join(folder, file)));
}
