import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** A browser on this machine, and what it needs around it. */
interface BrowserProgram {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const installedAt = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** They work as root and in a container, and keep the browser from calling home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, headless, with a profile of its own. Throws, and says what to install, where there is none. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = findBrowser();
  return await chromium.launch({
    executablePath,
    headless: true,
    args: flags,
    env: { ...process.env, ...env },
  });
}

/** In this order: the one named by CHROME_PATH, an installed one, the one that a package of ours ships for Linux. */
export function findBrowser(): BrowserProgram {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return { executablePath: named, env: {} };
    throw new Error(`CHROME_PATH names "${named}", and there is no such file.`);
  }
  const installed = installedAt.find((file) => existsSync(file));
  if (installed !== undefined) return { executablePath: installed, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return shippedBrowser();
  throw new Error('No browser found. Install Chrome or Chromium, or name one in CHROME_PATH, and run again.');
}

/** The package's own names folders of the cloud that it was made for, and a browser without any font ends. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const shipped = path.resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium');

/** The package holds the browser compressed, with the libraries that a bare machine lacks; it is unpacked once. */
export function shippedBrowser(): BrowserProgram {
  const { version } = JSON.parse(readFileSync(path.join(shipped, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = path.join(shipped, '../../.cache', `chromium-${version}`);
  if (!existsSync(folder)) unpackInto(folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
  };
}

/** Renamed into place when it is whole, for two tests may do this at once. */
function unpackInto(folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}-`);
  const content = (name: string) => brotliDecompressSync(readFileSync(path.join(shipped, 'bin', name)));
  const untar = (name: string, target: string) => {
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-x', '-C', target], { input: content(name) });
  };
  writeFileSync(path.join(partial, 'chromium'), content('chromium.br'), { mode: 0o755 });
  untar('al2023.tar.br', partial);
  untar('fonts.tar.br', path.join(partial, 'fonts'));
  writeFileSync(path.join(partial, 'fonts/fonts.conf'), fontsConf);
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
