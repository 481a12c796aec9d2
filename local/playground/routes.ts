import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CannotDo, type CommandHandlers } from './command-handlers.ts';
import { carryOut, isCommand } from './commands.ts';
import { framePolicy } from './frame-pages.ts';
import type { PageFile } from './page-files.ts';
import type { Playground } from './playground.ts';
import type { RequestCheck } from './request-check.ts';
import { WrongShape } from './shape.ts';
import { openedSheet, SheetFileProblem, savedSheet } from './sheet-files.ts';
import type { Streams } from './streams.ts';

/** What answers requests. */
export interface RoutesOptions {
  readonly play: Playground;
  readonly open: Streams;
  readonly guard: RequestCheck;
  files: ReadonlyMap<string, PageFile>;
  readonly deeds: CommandHandlers;
}

/** Answers one request. Rejects where it has not, with what `refuse` can say. */
export async function serve(
  parts: RoutesOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://playground.invalid');
  const [, room = '', name = ''] = pathname.split('/');
  const file = parts.files.get(pathname);
  const isPublic = request.method === 'GET' && (file !== undefined || room === 'frame');
  const refusal = isPublic ? parts.guard.strangeHost(request) : parts.guard.refusal(request);
  if (refusal !== undefined) say(response, 403, refusal);
  else if (isPublic && file !== undefined) showFile(file, response);
  else if (isPublic) showFrame(parts, name, response);
  else await serveOwner(parts, request, { room, name, fileName: searchParams.get('name') ?? '' }, response);
}

interface Address {
  readonly room: string;
  readonly name: string;
  readonly fileName: string;
}

/** For whoever has the token. */
async function serveOwner(
  parts: RoutesOptions,
  request: IncomingMessage,
  { room, name, fileName }: Address,
  response: ServerResponse,
): Promise<void> {
  const window = String(request.headers['x-playground-window'] ?? '');
  switch (`${request.method} ${room}`) {
    case 'GET events':
      parts.open.open(response, window, parts.play.everything());
      break;
    case 'POST command':
      await dispatch(parts, name, await bodyOf(request), window, response);
      break;
    case 'POST open':
      await open(parts, await bodyOf(request), fileName);
      json(response, null);
      break;
    case 'POST save':
      await save(parts, name, response);
      break;
    default:
      say(response, 404, 'There is nothing here.');
  }
}

async function dispatch(
  { play, deeds: theDeeds }: RoutesOptions,
  name: string,
  body: Buffer,
  window: string,
  response: ServerResponse,
): Promise<void> {
  if (!isCommand(name)) throw new CannotDo('There is no such command.');
  const gives = await carryOut(theDeeds, name, JSON.parse(body.toString('utf8')), window);
  play.touch();
  json(response, gives);
}

async function open({ play }: RoutesOptions, bytes: Buffer, fileName: string): Promise<void> {
  const { timeZone } = play.world().google.spreadsheet;
  await play.begin(await openedSheet(bytes, fileName, timeZone));
}

async function save({ play }: RoutesOptions, format: string, response: ServerResponse): Promise<void> {
  const { google } = play.world();
  if (format !== 'csv' && format !== 'xlsx') throw new CannotDo('A sheet is saved as csv or xlsx.');
  const { type, content } = await savedSheet(google.spreadsheet.active, google.spreadsheet.timeZone, format);
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(content);
}

function showFrame({ play }: RoutesOptions, id: string, response: ServerResponse): void {
  const html = play.frames.html(id);
  if (html === undefined) say(response, 404, 'This page has been closed. Open it again.');
  else send(response, 'text/html;charset=UTF-8', framePolicy, html);
}

function showFile(file: PageFile, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const isPage = typeof file.content === 'string';
  const content = isPage ? String(file.content).replaceAll('NONCE', nonce) : file.content;
  send(response, file.type, pagePolicy(nonce), content);
}

/** The grid puts its styles into the page by script, and knows the nonce by a name of its own. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function send(response: ServerResponse, type: string, policy: string, content: string | Uint8Array): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  response.end(content);
}

/** More than Sheets itself would open. */
const maxBytes = 50 * 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > maxBytes)
      throw new CannotDo('The file is larger than 50 MB, which is too much for the playground.');
  }
  return Buffer.concat(chunks);
}

/** Says in words what could not be done. */
export function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isExpected = [CannotDo, WrongShape, SheetFileProblem, SyntaxError].some(
    (kind) => error instanceof kind,
  );
  say(response, isExpected ? 400 : 500, error instanceof Error ? error.message : String(error));
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=UTF-8', 'Cache-Control': 'no-store' });
  response.end(sentence);
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}
