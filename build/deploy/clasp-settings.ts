import { readFile, writeFile } from 'node:fs/promises';

/** What of `.clasp.json` matters here; the rest of it is kept as it is. */
export interface ClaspSettings {
  /** Empty for none: so the file is delivered. */
  readonly scriptId: string;
  /** The document that the script belongs to, where clasp knows it. */
  readonly parentId?: string;
  readonly rootDir: string;
}

/** Throws with a sentence for a file that is missing or cannot be read. */
export async function readClaspSettings(file: string): Promise<ClaspSettings> {
  const { scriptId, parentId, rootDir } = await readObject(file);
  return {
    scriptId: typeof scriptId === 'string' ? scriptId.trim() : '',
    ...(typeof parentId === 'string' ? { parentId } : {}),
    rootDir: typeof rootDir === 'string' ? rootDir : '',
  };
}

/** What was known of another script's document is forgotten. */
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
    // Said below, together with what is JSON and no object.
  }
  throw new Error(`The file .clasp.json cannot be read. ${restored}`);
}
