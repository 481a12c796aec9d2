import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcValue } from '../../src/xmlrpc/index.ts';
import { bytes, struct } from '../xmlrpc/given.ts';
import { isInstalled, type Peer, type PeerServer, peers, started } from './peer-server.ts';

const date = new XmlRpcDateTime('19980717T14:08:55');

/**
 * What a peer loses on its own: most write a carriage return as it is, which XML makes a line end; PHP writes
 * doubles with six digits and takes an empty struct for an empty array; Ruby takes bytes for a text.
 */
const weaknesses: Readonly<Record<string, readonly string[]>> = {
  "Python's xmlrpc.server": ['a carriage return'],
  "Ruby's xmlrpc": ['a carriage return', 'bytes'],
  "PHP's xmlrpc": ['a carriage return', 'a small double', 'an empty struct', 'structs deep in structs'],
};

const echoed: Readonly<Record<string, XmlRpcValue>> = {
  'an empty text': '',
  'a text that looks like a number': '007',
  'a text that needs care': '<b>R&D</b> "\'" ]]> &amp; &#65;',
  'white space': ' \t two \n\n lines  ',
  'a carriage return': 'a\r\nb\rc',
  Unicode: 'Grüße שלום 你好 e\u0301 😀👨‍👩‍👧 \u2028',
  'a long text': 'Zwölf Boxkämpfer 🥊 '.repeat(10_000),
  zero: 0,
  'the smallest int': -(2 ** 31),
  'the largest int': 2 ** 31 - 1,
  true: true,
  false: false,
  'a double': -1234.5,
  'an integral double': new XmlRpcDouble(5),
  'a small double': 1.5e-10,
  'a large double': new XmlRpcDouble(1e21),
  'a date': date,
  bytes: bytes(0, 1, 127, 128, 255),
  'an empty array': [],
  'an array of all kinds': [1, 'two', [true, [0.5]], date],
  'an empty struct': struct(),
  'a struct': struct(['Email', 'ana@example.com'], ['a b', 1], ['<é&>', struct(['x', []])], ['_Custom', 'x']),
  'structs deep in structs': Array.from({ length: 20 }).reduce<XmlRpcValue>(
    (inner) => struct(['in', inner]),
    struct(),
  ),
  'arrays deep in arrays': Array.from({ length: 20 }).reduce<XmlRpcValue>((inner) => [inner], 1),
  'a thousand structs': Array.from({ length: 1_000 }, (_, index) =>
    struct(['Id', index], ['Name', `Ána ${index}`]),
  ),
};

/** What each peer calls our types. */
const typeNames: Readonly<Record<string, readonly (readonly [XmlRpcValue, string])[]>> = {
  "Python's xmlrpc.server": named('str', 'int', 'bool', 'float', 'DateTime', 'Binary', 'list', 'dict'),
  "Perl's RPC::XML": named(
    'string',
    'int',
    'boolean',
    'double',
    'dateTime.iso8601',
    'base64',
    'array',
    'struct',
  ),
  "Ruby's xmlrpc": named(
    'String',
    'Integer',
    'TrueClass',
    'Float',
    'XMLRPC::DateTime',
    'String',
    'Array',
    'Hash',
  ),
  "PHP's xmlrpc": named('string', 'int', 'boolean', 'double', 'datetime', 'base64', 'array', 'struct'),
};

function named(...names: readonly string[]): (readonly [XmlRpcValue, string])[] {
  const values = ['7', 7, true, new XmlRpcDouble(7), date, bytes(7), [7], { a: 7 }];
  return values.map((value, index) => [value, names[index] ?? '']);
}

it('finds every peer installed', () => {
  const missing = peers.filter((peer) => !isInstalled(peer));
  expect(
    missing.map(({ name, packages }) => `${name} is not installed: apt-get install ${packages}`),
  ).toEqual([]);
});

describe.each(peers.filter(isInstalled))('$name', (peer: Peer) => {
  let server: PeerServer;
  beforeAll(async () => {
    server = await started(peer);
  });
  afterAll(() => server.stop());

  const isWeak = (what: string) => weaknesses[peer.name]?.includes(what) === true;

  it.each(Object.entries(echoed).filter(([what]) => !isWeak(what)))(
    'gives back %s as it was',
    async (_what, value) => {
      expect(await server.call('echo', value)).toStrictEqual({ kind: 'value', value });
    },
  );

  it.each(typeNames[peer.name] ?? [])('takes %o for what it calls %s', async (value, name) => {
    expect(await server.call('typeOf', value)).toEqual({ kind: 'value', value: name });
  });

  it('understands a carriage return', async () => {
    expect(await server.call('size', 'a\r\nb\rc')).toEqual({ kind: 'value', value: 6 });
  });

  it('understands bytes, and writes them', async () => {
    expect(await server.call('reversed', bytes(1, 128, 255, 0))).toStrictEqual({
      kind: 'value',
      value: bytes(0, 255, 128, 1),
    });
    const long = Uint8Array.from({ length: 50_000 }, (_, index) => index % 251);
    expect(await server.call('reversed', long)).toStrictEqual({
      kind: 'value',
      value: long.slice().reverse(),
    });
  });

  it('has its own values understood', async () => {
    const { kind, value } = { value: undefined, ...(await server.call('natives')) };
    expect(kind).toBe('value');
    expect(value).toMatchObject({
      string: 'Grüße & <Küsse>\n😀',
      empty: '',
      int: -(2 ** 31),
      double: peer.name.startsWith('PHP') ? 0.125 : 0.1,
      true: true,
      false: false,
      bytes: Uint8Array.from({ length: 256 }, (_, index) => index),
      struct: { 'a b': { é: [] } },
    });
    expect(value).toHaveProperty('array[1]', 'two');
    expect(value).toHaveProperty('date.year', 1998);
    if (!isWeak('a small double')) expect(value).toHaveProperty('small', 1e-10);
  });

  it('has its faults understood', async () => {
    const faultString = 'no & <never> 😀';
    expect(await server.call('fail', 4711, faultString)).toEqual({
      kind: 'fault',
      faultCode: 4711,
      faultString,
    });
    expect(await server.call('fail', -1, 'x')).toMatchObject({ kind: 'fault', faultCode: -1 });
  });
});
