import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { decodeResponse, encodeCall, type XmlRpcResponse, type XmlRpcValue } from '../../src/xmlrpc/index.ts';

/** A server that nobody here wrote, around a few lines of its own language in `servers/`. */
export interface Peer {
  readonly name: string;
  /** Exits with 0 where the language and its library are installed. */
  readonly probe: readonly [command: string, ...args: string[]];
  readonly start: readonly [command: string, ...args: string[]];
  /** Debian's packages of it. */
  readonly packages: string;
}

export interface PeerServer {
  call(methodName: string, ...params: readonly XmlRpcValue[]): Promise<XmlRpcResponse>;
  stop(): Promise<void>;
}

const servers = path.join(import.meta.dirname, 'servers');

export const peers: readonly Peer[] = [
  {
    name: "Python's xmlrpc.server",
    probe: ['python3', '-c', 'import xmlrpc.server'],
    start: ['python3', `${servers}/server.py`],
    packages: 'python3',
  },
  {
    name: "Perl's RPC::XML",
    probe: ['perl', '-MRPC::XML::Server', '-MHTTP::Daemon', '-e', '1'],
    start: ['perl', `${servers}/server.pl`],
    packages: 'librpc-xml-perl libhttp-daemon-perl',
  },
  {
    name: "Ruby's xmlrpc",
    probe: ['ruby', '-e', 'require "webrick"; require "xmlrpc/server"'],
    start: ['ruby', `${servers}/server.rb`],
    packages: 'ruby ruby-xmlrpc ruby-webrick',
  },
  {
    name: "PHP's xmlrpc",
    probe: ['php', '-r', 'exit(function_exists("xmlrpc_server_create") ? 0 : 1);'],
    start: ['php', '-S', '127.0.0.1:0', `${servers}/server.php`],
    packages: 'php-cli php-xmlrpc',
  },
];

export function isInstalled({ probe: [command, ...args] }: Peer): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Starts the server on a free port of this machine, and waits until it says which. */
export async function started({ name, start: [command, ...args] }: Peer): Promise<PeerServer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = `http://127.0.0.1:${await portOf(child, name)}/`;
  return {
    call: async (methodName, ...params) => decodeResponse(await sent(url, encodeCall(methodName, params))),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function sent(url: string, body: string): Promise<string> {
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', Connection: 'close' };
  const reply = await fetch(url, { method: 'POST', headers, body });
  return reply.text();
}

function portOf(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (piece: Buffer) => {
      said += piece.toString();
      const port = /listening on (\d+)|:(\d+)\) started/.exec(said);
      if (port !== null) resolve(port[1] ?? port[2] ?? '');
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${name} ended before it listened: ${said}`)));
  });
}
