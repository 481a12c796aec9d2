/** `npm run probe` as people call it, against a simulated Keap over HTTP and a fake clasp. */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { readResult } from '../../../local/probe/result.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const token = 'KeapAK-made-up-for-the-command';
const scriptId = '1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrs';

interface Options {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed. */
  readonly input?: string;
  /** Called with everything that is printed so far. */
  readonly heard?: (output: string, stop: () => void) => void;
}

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'probe-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function probe(
  args: readonly string[],
  { folder = newFolder(), env = {}, input = '', heard }: Options = {},
): Promise<{ readonly code: number; readonly output: string; readonly folder: string }> {
  const command = ['--import', import.meta.resolve('tsx'), path.join(root, 'local/probe/main.ts'), ...args];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      command,
      { cwd: folder, env: { ...process.env, ...env } },
      (error, output, errors) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: output + errors, folder }),
    );
    let printed = '';
    child.stdout?.on('data', (text: string) => {
      printed += text;
      heard?.(printed, () => child.kill('SIGINT'));
    });
    child.stdin?.end(input);
  });
}

async function givenKeap(): Promise<SimulatedKeap> {
  const contact = (id: number) => ({ id, fields: { Email: `person${id}@example.com`, FirstName: 'Ana' } });
  const keap = await startSimulatedKeap({
    apiKeys: [token],
    contacts: [contact(1001), contact(1002)],
    // The command doesn't wait between requests to a Keap on this machine.
    limits: { keysPerSecond: 10_000, keysPerMinute: 10_000 },
    behavior: { restRefusals: 'documented' },
  });
  onTestFinished(async () => {
    // The questions break the contract of REST v2 on purpose.
    await keap.violations();
    await keap.stop();
  });
  return keap;
}

const connected = (keap: SimulatedKeap) => ({ KEAP_PROBE_TOKEN: token, KEAP_PROBE_ORIGIN: keap.origin });

describe('--keap', () => {
  it('only reads, writes the result, and shows neither the token nor people', async () => {
    const keap = await givenKeap();
    const { code, output, folder } = await probe(['--keap', '--to', 'keap.json'], { env: connected(keap) });
    expect(output).toContain('Different: 0.');
    expect(code).toBe(0);
    const text = readFileSync(path.join(folder, 'keap.json'), 'utf8');
    expect(readResult(text)).toMatchObject({ kind: 'result', result: { asks: 'keap' } });
    expect(output + text).not.toMatch(/KeapAK|person100|Ana\b/);
    const writes = (await keap.requests()).filter(
      ({ method, what }) => method === 'PATCH' || /update|opt(In|Out)$/.test(what),
    );
    expect(writes).toEqual([]);
    expect((await keap.requests()).some(({ hasSecretInUrl }) => hasSecretInUrl)).toBe(false);
  });

  it('writes only after a typed yes, and leaves no trace in the folder', async () => {
    const keap = await givenKeap();
    const before = await keap.contacts();
    const refused = await probe(['--keap', '--write', '1002'], { env: connected(keap), input: 'no\n' });
    expect([refused.code, (await keap.requests()).length]).toEqual([2, 0]);
    const { code, folder, output } = await probe(['--keap', '--write', '1002', '--to', 'keap.json'], {
      env: connected(keap),
      input: 'yes\n',
    });
    expect(output).toContain('Different: 0.');
    expect(code).toBe(0);
    expect(await keap.contacts()).toEqual(before);
    expect(readdirSync(folder)).toEqual(['keap.json']);
  });

  it('restores the contact and keeps the answers after Ctrl+C', async () => {
    const keap = await givenKeap();
    const before = await keap.contacts();
    let isStopped = false;
    const { code, output, folder } = await probe(['--keap', '--write', '1002', '--to', 'keap.json'], {
      env: connected(keap),
      input: 'yes\n',
      heard: (printed, stop) => {
        if (isStopped || !printed.includes('replace the whole list')) return;
        // A second Ctrl+C would end the program at once.
        isStopped = true;
        stop();
      },
    });
    expect(code).toBe(2);
    expect(output).toContain('The probe was stopped.');
    expect(await keap.contacts()).toEqual(before);
    expect(readdirSync(folder)).toEqual(['keap.json']);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['no token', { KEAP_PROBE_TOKEN: '' }, /There is no token/],
    ['a token in two lines', { KEAP_PROBE_TOKEN: 'a\nb' }, /There is no token/],
    ['a token that Keap refuses', { KEAP_PROBE_TOKEN: 'KeapAK-wrong' }, /Keap refuses this token/],
  ])('says what is wrong with %s', async (_name, env, sentence) => {
    const keap = await givenKeap();
    const { code, output } = await probe(['--keap'], { env: { ...connected(keap), ...env } });
    expect(output).toMatch(sentence);
    expect(output).not.toContain('KeapAK');
    expect(code).toBe(2);
  });

  it('says that nothing answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const env = { KEAP_PROBE_TOKEN: token, KEAP_PROBE_ORIGIN: `http://127.0.0.1:${port}` };
    const { code, output } = await probe(['--keap'], { env });
    expect(output).toBe(
      'api.infusionsoft.com does not answer. Check the network, and run the probe again.\n',
    );
    expect(code).toBe(2);
  });

  it('sends the token to no other machine', async () => {
    const env = { KEAP_PROBE_TOKEN: token, KEAP_PROBE_ORIGIN: 'http://example.com:80' };
    const { code, output } = await probe(['--keap'], { env });
    expect(code).not.toBe(0);
    expect(output).toContain('has to be http://127.0.0.1');
    expect(output).not.toContain(token);
  });
});

describe('--compare', () => {
  const embedded = JSON.parse(readFileSync(path.join(root, 'docs/probe/embedded.json'), 'utf8'));
  const file = (folder: string, value: unknown) => {
    const name = path.join(folder, `${readdirSync(folder).length}.json`);
    writeFileSync(name, typeof value === 'string' ? value : JSON.stringify(value));
    return name;
  };

  it('finds a difference, and what rests on it', async () => {
    const folder = newFolder();
    const answers = { ...embedded.answers, 'sheets/sheet-by-name': 'other', 'sheets/later': 1 };
    const { code, output } = await probe(['--compare', file(folder, { ...embedded, answers })], { folder });
    expect(output).toContain('different: sheets/sheet-by-name');
    expect(output).toContain('local/appsscript/services/spreadsheet-app.ts');
    expect(output).toContain('new: sheets/later');
    expect(code).toBe(1);
  });

  it('compares with an earlier result of the same service', async () => {
    const folder = newFolder();
    const [now, before] = [file(folder, embedded), file(folder, embedded)];
    expect(await probe(['--compare', now, '--with', before], { folder })).toMatchObject({ code: 0 });
    const keap = path.join(root, 'docs/probe/simulated.json');
    const mixed = await probe(['--compare', now, '--with', keap], { folder });
    expect(mixed).toMatchObject({
      code: 2,
      output: expect.stringContaining('two results of the same service'),
    });
  });

  it('says why a file is of no use', async () => {
    const folder = newFolder();
    const cutOff = file(folder, JSON.stringify(embedded).slice(0, 5000));
    expect(await probe(['--compare', cutOff], { folder })).toMatchObject({
      code: 2,
      output: expect.stringContaining('not complete JSON'),
    });
    expect(await probe(['--compare', 'nowhere.json'], { folder })).toMatchObject({
      code: 2,
      output: 'Cannot read nowhere.json. Check that the file exists.\n',
    });
  });
});

describe('--google', () => {
  /** A clasp whose remote script holds these files. */
  function givenClasp(held: Readonly<Record<string, string>>, exitCode = 0) {
    const folder = newFolder();
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, 'clasp'),
      `#!${process.execPath}
const fs = require('node:fs');
const [command] = process.argv.slice(2);
const settings = JSON.parse(fs.readFileSync('.clasp.json', 'utf8'));
fs.appendFileSync(${JSON.stringify(path.join(folder, 'calls'))}, command + ' ' + settings.scriptId + ' ' + fs.readdirSync('.').join() + '\\n');
if (command === 'pull') for (const [name, text] of Object.entries(${JSON.stringify(held)})) fs.writeFileSync(settings.rootDir + '/' + name, text);
if (${exitCode} !== 0) console.error('User has not enabled the Apps Script API.');
process.exit(${exitCode});
`,
    );
    chmodSync(path.join(bin, 'clasp'), 0o755);
    const calls = () => {
      const file = path.join(folder, 'calls');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    };
    return { folder, env: { PATH: `${bin}${path.delimiter}${process.env.PATH}` }, calls };
  }

  it('writes the script, and says how to paste it', async () => {
    const { code, output, folder } = await probe(['--google']);
    expect(code).toBe(0);
    expect(output).toContain('Replace what Code.gs holds with the text of Code.js.');
    expect(readdirSync(path.join(folder, 'dist-probe')).sort()).toEqual(['Code.js', 'appsscript.json']);
  });

  it('pushes into a script that nobody has written yet', async () => {
    const clasp = givenClasp({ 'Code.js': 'function myFunction() {\n  \n}\n', 'appsscript.json': '{}' });
    const { code, output } = await probe(['--google', '--script-id', scriptId], clasp);
    expect(output).toContain('Pushed.');
    expect(code).toBe(0);
    expect(clasp.calls()).toEqual([
      `pull ${scriptId} .clasp.json`,
      `push ${scriptId} .clasp.json,Code.js,appsscript.json`,
    ]);
    expect(readdirSync(path.join(clasp.folder, 'dist-probe'))).not.toContain('.clasp.json');
  });

  it('asks before it replaces what a script holds', async () => {
    const clasp = givenClasp({ 'Code.js': 'function mine() {}', 'Page.html': '<p>' });
    const no = await probe(['--google', '--script-id', scriptId], { ...clasp, input: 'no\n' });
    expect(no.output).toContain('This script contains Code.js, Page.html. A copy is in deploy-copies');
    expect(no).toMatchObject({ code: 2, output: expect.stringContaining('Nothing was pushed.') });
    expect(clasp.calls()).toHaveLength(1);
    const yes = await probe(['--google', '--script-id', scriptId], { ...clasp, input: 'replace\n' });
    expect(yes.code).toBe(0);
    expect(clasp.calls()).toHaveLength(3);
  });

  it('says how to paste where clasp cannot read the script', async () => {
    const clasp = givenClasp({}, 1);
    const { code, output } = await probe(['--google', '--script-id', scriptId], clasp);
    expect(output).toContain('User has not enabled the Apps Script API.');
    expect(output).toContain('Without clasp:');
    expect(code).toBe(2);
    expect(clasp.calls()).toHaveLength(1);
  });
});
