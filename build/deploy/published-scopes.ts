/** Compares the scopes of the manifest with those of the newest version of a script, which users of an add-on run. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './command.ts';

/** How the scopes in this folder differ from those of the newest version; undefined if there is no version yet. */
export interface ScopeChange {
  readonly version: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Asks clasp, and changes nothing. Throws with a sentence if clasp can't tell. */
export async function scopeChange(folder: string, scriptId: string): Promise<ScopeChange | undefined> {
  const { exitCode, output, errors } = await run('clasp', ['list-versions', scriptId, '--json'], folder);
  if (exitCode !== 0) {
    throw new Error(`clasp cannot list the versions of the script: ${errors.trim() || output.trim()}`);
  }
  const version = Math.max(0, ...versionsIn(output));
  if (version === 0) return undefined;
  const published = await scopesOfVersion(scriptId, version);
  const here = scopesIn(await readFile(path.join(folder, 'appsscript.json'), 'utf8'));
  return {
    version,
    added: here.filter((scope) => !published.includes(scope)),
    removed: published.filter((scope) => !here.includes(scope)),
  };
}

/** Clones the version into another folder, because clasp refuses to clone next to a .clasp.json. */
async function scopesOfVersion(scriptId: string, version: number): Promise<string[]> {
  const aside = await mkdtemp(path.join(tmpdir(), 'keap-contact-sync-'));
  try {
    const args = ['clone-script', scriptId, String(version), '--rootDir', '.'];
    const { exitCode, output, errors } = await run('clasp', args, aside);
    const manifest = await readFile(path.join(aside, 'appsscript.json'), 'utf8').catch(() => '');
    if (exitCode !== 0 || manifest === '') {
      throw new Error(
        `clasp cannot read version ${version} of the script: ${errors.trim() || output.trim()}`,
      );
    }
    return scopesIn(manifest);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function versionsIn(output: string): number[] {
  const list: unknown = parsed(output);
  return Array.isArray(list)
    ? list
        .map((each: { versionNumber?: unknown } | null) => Number(each?.versionNumber))
        .filter(Number.isFinite)
    : [];
}

function scopesIn(manifest: string): string[] {
  const { oauthScopes } = (parsed(manifest) ?? {}) as { oauthScopes?: unknown };
  return Array.isArray(oauthScopes) ? oauthScopes.map(String) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
