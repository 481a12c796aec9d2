/** Reads and writes `.clasp.json`. */
import { readFile, writeFile } from 'node:fs/promises';

/** The settings that matter here; all others are kept. */
export interface ClaspSettings {
  /** Empty if there is none yet. */
  readonly scriptId: string;
  /** The document that contains the script, if clasp knows it. */
  readonly parentId?: string;
  readonly rootDir: string;
}

/** Throws with a sentence if the file is missing or cannot be read. */
export async function readClaspSettings(file: string): Promise<ClaspSettings> {
  const { scriptId, parentId, rootDir } = await readObject(file);
  return {
    scriptId: typeof scriptId === 'string' ? scriptId.trim() : '',
    ...(typeof parentId === 'string' ? { parentId } : {}),
    rootDir: typeof rootDir === 'string' ? rootDir : '',
  };
}

/** Saves another script, and drops the document of the previous one. */
export async function keepScript(
  file: string,
  script: Pick<ClaspSettings, 'scriptId' | 'parentId'>,
): Promise<void> {
  const { parentId: _former, ...others } = await readObject(file);
  const settings = { ...others, ...script };
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}

async function readObject(file: string): Promise<Readonly<Record<string, unknown>>> {
  const restored = 'Write { "scriptId": "", "rootDir": "dist" } into it.';
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`The file .clasp.json is missing. ${restored}`);
  });
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  } catch {
    // Reported below, together with JSON that is not an object.
  }
  throw new Error(`The file .clasp.json cannot be read. ${restored}`);
}
