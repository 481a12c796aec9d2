/** Is our XML-RPC codec faster than those on npm, with every check on? */
import { parseXml } from '@rgrove/parse-xml';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { decodeResponse, defaultLimits, encodeCall, encodeResponse } from '../src/xmlrpc/index.ts';
import { checkWellFormedness } from '../src/xmlrpc/well-formedness.ts';
import { type Contender, quickest } from './measure.ts';
import { davexmlrpc, foxglove, npmXmlRpc } from './peers.ts';
import type { Report } from './report.ts';

/** What each codec reads and writes; a date is left out, for each has its own idea of one. */
type Plain = string | number | boolean | Plain[] | { [name: string]: Plain };

interface Load {
  readonly name: string;
  readonly value: Plain;
  /** As Keap writes it: strings without a type, `<i4>`. */
  readonly answer: string;
}

const load = loadOf('an answer of 850 bytes', record(7, 9));
const update = loadOf('a ContactService.update call', [
  'oauth',
  4711,
  { Email: 'ana@example.com', FirstName: 'Ana' },
]);
const query = loadOf(
  'an answer of 1,000 structs of ten fields',
  Array.from({ length: 1000 }, (_, index) => record(index, 10)),
);

export async function run(report: Report): Promise<void> {
  for (const each of [load, update, query]) {
    await print(report, `decode ${each.name} (${each.answer.length} bytes)`, [
      { name: 'ours', run: () => decodeResponse(each.answer) },
      { name: 'npm xmlrpc', run: () => npmXmlRpc.decode(each.answer) },
      { name: '@foxglove/xmlrpc', run: () => foxglove.decode(each.answer) },
      { name: 'davexmlrpc', run: () => davexmlrpc.decode(each.answer) },
    ]);
    const params = Array.isArray(each.value) ? each.value : [each.value];
    await print(report, `encode ${each.name}`, [
      { name: 'ours', run: () => encodeCall('ContactService.update', params) },
      { name: 'npm xmlrpc', run: () => npmXmlRpc.encode('ContactService.update', params) },
      { name: '@foxglove/xmlrpc', run: () => foxglove.encode('ContactService.update', params) },
      { name: 'davexmlrpc', run: () => davexmlrpc.encode('ContactService.update', params) },
    ]);
  }
  await print(report, 'the walks over the answer of 1,000 structs', walks(query.answer));
}

/** What our own check costs beside the parser, and what other parsers would cost. */
function walks(text: string): Contender[] {
  const parser = new XMLParser({
    preserveOrder: true,
    parseTagValue: false,
    trimValues: false,
    jPath: false,
  });
  return [
    { name: 'decode, all of it', run: () => decodeResponse(text) },
    { name: 'our well-formedness check alone', run: () => checkWellFormedness(text, defaultLimits) },
    { name: 'fast-xml-parser alone', run: () => parser.parse(text) },
    { name: 'its XMLValidator', run: () => XMLValidator.validate(text) },
    { name: '@rgrove/parse-xml alone', run: () => parseXml(text) },
    { name: 'saxes alone, building nothing', run: () => new SaxesParser().write(text).close() },
  ];
}

async function print(report: Report, title: string, contenders: readonly Contender[]): Promise<void> {
  const times = await quickest(contenders, 15);
  const [own = 1] = times.values();
  report.table(
    title,
    ['', 'ms', 'against ours'],
    [...times].map(([name, time]) => [name, time.toFixed(4), (time / own).toFixed(2)]),
  );
}

function record(index: number, fields: number): Plain {
  const entries = Array.from({ length: fields }, (_, field): [string, Plain] => [
    `Field${field}`,
    field % 3 === 0 ? index * 10 + field : `Text ${field} of contact ${index}, with R&D`,
  ]);
  return Object.fromEntries(entries);
}

function loadOf(name: string, value: Plain): Load {
  const answer = encodeResponse(value)
    .replace(/<\/?string>/g, '')
    .replace(/<(\/?)int>/g, '<$1i4>');
  return { name, value, answer };
}
