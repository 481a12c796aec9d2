/** Which browser the tests open, and that it reaches nothing but this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBrowser, openBrowser } from './browser.ts';
import { installedBrowserPaths } from './installed-browser-paths.ts';

describe('the browser of the tests', () => {
  it('is the one at the path in TEST_BROWSER', () => {
    expect(findBrowser(process.execPath).executablePath).toBe(process.execPath);
  });

  it('is not looked for elsewhere when there is none at that path', () => {
    expect(() => findBrowser('/nowhere/chrome')).toThrow('no such file exists');
  });

  it.each([
    [
      'darwin',
      { HOME: '/Users/ann' },
      '/Users/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    ['darwin', {}, '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' },
      'C:\\Users\\ann\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
    ],
    [
      'win32',
      { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    ['linux', {}, '/usr/bin/chromium'],
  ] as const)('is looked for on %s, given %j, at %s', (platform, env, expected) => {
    expect(installedBrowserPaths(platform, env)).toContain(expected);
  });

  it('reaches no host but this machine by its own name', async () => {
    const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.innerText('body')).toBe('reached');
    // Every browser resolves names under localhost by itself (RFC 6761), so no network is needed to see this fail.
    await expect(page.goto(`http://elsewhere.localhost:${port}/`)).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  });
});
