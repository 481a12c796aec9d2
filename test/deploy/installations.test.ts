import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readInstallations } from '../../build/deploy/installations.ts';

const [bakery, garden] = [`1${'bak_'.repeat(14)}`, `1${'gar-'.repeat(14)}`];

async function folderWith(text: string | undefined): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'deploy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (text !== undefined) await writeFile(path.join(folder, 'deploy.json'), text);
  return folder;
}

it('reads the scripts in the order of the file, without spaces around them', async () => {
  const list = [
    { name: ' Bakery ', scriptId: bakery },
    { name: 'Garden center', scriptId: `${garden} ` },
  ];
  expect(await readInstallations(await folderWith(JSON.stringify(list)))).toEqual([
    { name: 'Bakery', scriptId: bakery },
    { name: 'Garden center', scriptId: garden },
  ]);
});

it.each([
  ['no file', undefined, 'There is no deploy.json. Create it with your scripts:'],
  ['not JSON', '[', 'deploy.json is not valid JSON.'],
  ['an empty list', '[]', 'deploy.json must be a list'],
  ['an object', '{}', 'deploy.json must be a list'],
  ['an entry that is null', '[null]', 'Entry 1 of deploy.json has no "name".'],
  ['no name', JSON.stringify([{ scriptId: bakery }]), 'Entry 1 of deploy.json has no "name".'],
  [
    'a wrong id',
    '[{"name":"Bakery","scriptId":"my script"}]',
    '"Bakery" in deploy.json has no valid "scriptId"',
  ],
  [
    'one script twice',
    JSON.stringify([
      { name: 'Bakery', scriptId: bakery },
      { name: 'Bread', scriptId: bakery },
    ]),
    `deploy.json has "${bakery}" twice.`,
  ],
  [
    'one name twice',
    JSON.stringify([
      { name: 'Bakery', scriptId: bakery },
      { name: 'Bakery', scriptId: garden },
    ]),
    'deploy.json has "Bakery" twice.',
  ],
])('explains %s', async (_what, text, sentence) => {
  await expect(readInstallations(await folderWith(text))).rejects.toThrow(sentence);
});
