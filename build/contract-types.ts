/** `npm run contract-types`: generates the types of REST v2 from Keap's contract; a test checks that they are current. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from 'json-schema-to-typescript';

const root = path.resolve(import.meta.dirname, '..');
const contractFile = path.join(root, 'local/keap/rest/openapi-v2-contacts.json');

/** The file with the generated types. */
export const typesFile = path.join(root, 'src/keap/over-rest/contract.ts');

/** The schemas that the add-on uses; the types that they refer to are generated too. */
const wanted = [
  ...['Contact', 'CreateUpdateContactRequest', 'ListContactsResponse', 'ObjectModel'],
  ...['RestEmailAddressStatus', 'ListEmailAddressStatusResponse', 'UpdateEmailAddress'],
] as const;

/** The text of `typesFile`. */
export async function contractTypes(): Promise<string> {
  const { components } = JSON.parse(readFileSync(contractFile, 'utf8'));
  const properties = Object.fromEntries(wanted.map((name) => [name, ref(name)]));
  const schema = {
    title: 'Wanted',
    type: 'object' as const,
    properties,
    components: withoutDescriptions(components),
  };
  const text = await compile(schema, 'Wanted', {
    additionalProperties: false,
    bannerComment: '',
    unknownAny: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return `${banner}\n${readonly(withoutRoot(text))}`;
}

const banner = `/**
 * Made by \`npm run contract-types\` from Keap's contract of REST v2 (OpenAPI 3.1, 20 August 2026), which lies in
 * \`local/keap/rest/openapi-v2-contacts.json\`; not to be changed by hand.
 */`;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Drops descriptions and examples, which can be longer than the types. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, one]) =>
      !(['description', 'example'].includes(name) && typeof one !== 'object') && !isLimit(name),
  );
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutDescriptions(one)]));
}

function isLimit(name: string): boolean {
  return ['uniqueItems', 'maxLength', 'format', 'deprecated'].includes(name);
}

function withoutRoot(text: string): string {
  return text.replace(/export interface Wanted \{[\s\S]*?\n\}\n/, '').trimStart();
}

/** Makes all properties and arrays read-only. */
function readonly(text: string): string {
  return text.replace(/^( +)(?=['\w]+\??:)/gm, '$1readonly ').replace(/: (\w+)\[\];/g, ': readonly $1[];');
}

if (process.argv[1] === import.meta.filename) writeFileSync(typesFile, await contractTypes());
