/** Reads `deploy.json`, the list of the scripts that one person maintains. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isScriptId } from './arguments.ts';

/** One script that this copy of the project is pushed to. */
export interface Installation {
  /** As its maintainer calls it, for example the client's name. */
  readonly name: string;
  readonly scriptId: string;
}

const fileName = 'deploy.json';
const example = `[{ "name": "Bakery", "scriptId": "ID" }, { "name": "Garden center", "scriptId": "ID" }]`;

/** In the order of the file. Throws with a sentence where the file is missing or has something else in it. */
export async function readInstallations(folder: string): Promise<readonly Installation[]> {
  const text = await readFile(path.join(folder, fileName), 'utf8').catch(() => {
    throw new Error(`There is no ${fileName}. Create it with your scripts: ${example}`);
  });
  const list = parsed(text);
  if (!Array.isArray(list) || list.length === 0) {
    throw new Error(`${fileName} must be a list such as ${example}`);
  }
  const installations = list.map(installationIn);
  for (const key of ['name', 'scriptId'] as const) {
    const values = installations.map((one) => one[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw new Error(`${fileName} has "${twice}" twice.`);
  }
  return installations;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${fileName} is not valid JSON. It must be a list such as ${example}`);
  }
}

function installationIn(entry: unknown, index: number): Installation {
  const { name, scriptId } = (typeof entry === 'object' && entry !== null ? entry : {}) as {
    name?: unknown;
    scriptId?: unknown;
  };
  if (typeof name !== 'string' || name.trim() === '') {
    throw new Error(`Entry ${index + 1} of ${fileName} has no "name".`);
  }
  if (typeof scriptId !== 'string' || !isScriptId(scriptId.trim())) {
    throw new Error(
      `"${name}" in ${fileName} has no valid "scriptId". Copy it in the Apps Script editor from Project Settings > IDs.`,
    );
  }
  return { name: name.trim(), scriptId: scriptId.trim() };
}
