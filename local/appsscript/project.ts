/** A script project in a folder, read as clasp would push it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { syntaxProblem } from './syntax.ts';

/** A script project as clasp would push it. */
export interface Project {
  /** In the order of their names, as clasp pushes them. */
  readonly scripts: readonly Script[];
  /** By name without `.html`. */
  readonly pages: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
}

export interface Script {
  readonly name: string;
  readonly code: string;
  /** The code as V8 has compiled it, once an execution has. */
  cachedData?: Uint8Array | undefined;
}

export interface Manifest {
  readonly timeZone: string;
  readonly oauthScopes: readonly string[];
  /** Undefined where the manifest has no list: then every host is allowed. */
  readonly urlFetchWhitelist: readonly string[] | undefined;
}

/** Shared by projects of the same code, because V8 compiles a script more slowly than it runs most functions of it. */
const knownScripts = new Map<string, Script>();

/** Throws where Google would refuse the code. */
function knownScript(name: string, code: string): Script {
  const key = `${name} ${code}`;
  const known = knownScripts.get(key);
  if (known !== undefined) return known;
  const problem = syntaxProblem(code, name);
  if (problem !== undefined) throw new Error(problem);
  const script: Script = { name, code };
  knownScripts.set(key, script);
  return script;
}

/** Reads every script, page and the manifest of a folder. Throws where Google would refuse them. */
export function readProject(folder: string): Project {
  const files = readdirSync(folder).sort();
  const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const manifest: Record<string, unknown> = JSON.parse(textOf('appsscript.json'));
  const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const scripts = files
    .filter((file) => /\.(js|gs)$/.test(file))
    .map((file) => knownScript(file, textOf(file)));
  return {
    scripts,
    pages: new Map(
      files
        .filter((file) => file.endsWith('.html'))
        .map((file) => [file.replace(/\.html$/, ''), textOf(file)]),
    ),
    manifest: {
      timeZone: String(manifest.timeZone ?? 'Etc/UTC'),
      oauthScopes: texts(manifest.oauthScopes),
      urlFetchWhitelist:
        manifest.urlFetchWhitelist === undefined ? undefined : texts(manifest.urlFetchWhitelist),
    },
  };
}
