import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { installedBrowserPaths } from './installed-browser-paths.ts';

/** A browser on this machine, and what it needs around it. */
interface BrowserProgram {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * They work as root and in a container, and keep the browser from calling home. What a test does not answer itself
 * fails, on a machine with a network too.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** A real browser, headless, with a profile of its own. Throws, and says what to install, where there is none. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = findBrowser(process.env.TEST_BROWSER);
  return await chromium.launch({
    executablePath,
    headless: true,
    args: flags,
    env: { ...process.env, ...env },
  });
}

/**
 * The browser that TEST_BROWSER picks: `shipped`, `installed`, or the path of one. Without a choice it is the shipped
 * one where that runs, so that every machine tests with the same browser.
 */
export function findBrowser(choice = ''): BrowserProgram {
  const canRunShipped = process.platform === 'linux' && process.arch === 'x64';
  if (choice === 'shipped' || (choice === '' && canRunShipped)) {
    if (canRunShipped) return shippedBrowser();
    throw new Error(
      'The shipped browser runs on Linux on x64 only. Set TEST_BROWSER=installed, and run again.',
    );
  }
  if (choice === 'installed' || choice === '') {
    const installed = installedBrowserPaths(process.platform, process.env).find((file) => existsSync(file));
    if (installed !== undefined) return { executablePath: installed, env: {} };
    throw new Error(
      'No browser found. Install Chrome, Chromium, or Edge, or set TEST_BROWSER to the path of one.',
    );
  }
  if (existsSync(choice)) return { executablePath: choice, env: {} };
  throw new Error(`TEST_BROWSER is "${choice}": not "shipped", not "installed", and no such file exists.`);
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
function shippedBrowser(): BrowserProgram {
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
