import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keepResults, report } from '../../bench/report.ts';

it('report() prints the same table that it keeps as Markdown', () => {
  const printed: string[] = [];
  const found = report((line) => printed.push(line));
  found.table(
    'Quickest',
    ['', 'ms', 'against ours'],
    [
      ['ours', '0.5', '1.00'],
      ['another', '10.0', '20.00'],
    ],
  );
  found.note('So it is.');
  expect(printed.join('\n')).toBe(
    [
      ...['', 'Quickest', '             ms  against ours', '  ours      0.5          1.00'],
      ...['  another  10.0         20.00', '', 'So it is.'],
    ].join('\n'),
  );
  expect(found.markdown()).toBe(
    '### Quickest\n\n|  | ms | against ours |\n| --- | ---: | ---: |\n| ours | 0.5 | 1.00 |\n| another | 10.0 | 20.00 |\n\nSo it is.',
  );
});

it('keepResults() replaces the section of its benchmark, names the machine, and leaves the other sections', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'results-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'results.md');
  await keepResults(file, 'sync', 'sync at first');
  await keepResults(file, 'codec', 'codec');
  await keepResults(file, 'sync', '### A table\n\nsync again');
  const page = await readFile(file, 'utf8');
  expect(page.match(/^## .*$/gm)).toEqual(['## codec', '## sync']);
  expect(page).not.toContain('sync at first');
  expect(page.split('\n## ')[1]).toMatch(/^codec\n\nMeasured on .+, Node \d+.+\n\ncodec\n$/);
  expect(page).toMatch(/### A table\n\nsync again\n$/);
});
