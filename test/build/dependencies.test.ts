import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverBundle } from '../../build/server-bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest => JSON.parse(textOf(path.join(folder, 'package.json')));
const project = manifestOf('.');

/** The rows of the page's tables: for the bundle, what that brings along, and for development. */
const [bundled = [], broughtAlong = [], forDevelopment = []] = textOf('docs/dependencies.md')
  .split(/\n##+ /)
  .slice(1)
  .map((section) =>
    [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| (.+) \|$/gm)].map(
      ([, name = '', license = '', why = '']) => ({
        name,
        license,
        why,
      }),
    ),
  );

describe('docs/dependencies.md', () => {
  it.each([
    ['the bundled packages', bundled, project.dependencies],
    ['the development packages', forDevelopment, project.devDependencies],
  ])('lists exactly %s, in order', (_what, rows, packages) => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(packages ?? {}).sort());
  });

  it('gives each package the license that it declares', () => {
    for (const { name, license } of [...bundled, ...broughtAlong, ...forDevelopment]) {
      expect(`${name}: ${license}`).toBe(`${name}: ${manifestOf(`node_modules/${name}`).license}`);
    }
  });

  it('lists every package in the bundle, the ones that the parser brings along too, with its license', async () => {
    const { bytesByPart } = await serverBundle();
    const libraries = [...bytesByPart.keys()].filter(
      (part) => !part.startsWith('src/') && part !== 'package.json',
    );
    const listed = [...bundled, ...broughtAlong].map(({ name }) => name);
    expect(libraries.sort()).toEqual(listed.sort());
  });

  it('says which packages bring others along', () => {
    const dependenciesOf = (name: string) =>
      Object.keys(manifestOf(`node_modules/${name}`).dependencies ?? {});
    expect(bundled.map(({ name }) => name).filter((name) => dependenciesOf(name).length > 0)).toEqual([
      'fast-xml-parser',
      // Its code, of which nothing is in the bundle.
      'i18n-iso-countries',
    ]);
  });
});

describe('package.json', () => {
  it('pins every version exactly', () => {
    const versions = Object.values({ ...project.dependencies, ...project.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('.github/workflows/check.yml', () => {
  it('runs .ci/run, with actions pinned to a commit and read-only permissions', () => {
    const text = textOf('.github/workflows/check.yml');
    expect(text).toContain('run: .ci/run');
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action ?? ''))).toEqual([]);
  });
});
