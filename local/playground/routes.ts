/** Answers the requests of the playground's page. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CannotRun, type CommandHandlers } from './command-handlers.ts';
import { isCommand, runCommand } from './commands.ts';
import { framePolicy } from './frame-pages.ts';
import type { PageFile } from './page-files.ts';
import type { Playground } from './playground.ts';
import type { RequestCheck } from './request-check.ts';
import { InvalidShape } from './shape.ts';
import { openSheetFile, SheetFileProblem, saveSheetFile } from './sheet-files.ts';
import type { Streams } from './streams.ts';

export interface RoutesOptions {
  readonly play: Playground;
  readonly streams: Streams;
  readonly check: RequestCheck;
  files: ReadonlyMap<string, PageFile>;
  readonly handlers: CommandHandlers;
}

/** Answers one request, or rejects with an error for `sendError`. */
export async function serve(
  routes: RoutesOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://playground.invalid');
  const [, route = '', name = ''] = pathname.split('/');
  const file = routes.files.get(pathname);
  const isPublic = request.method === 'GET' && (file !== undefined || route === 'frame');
  const refusal = isPublic ? routes.check.hostRefusal(request) : routes.check.refusal(request);
  if (refusal !== undefined) sendText(response, 403, refusal);
  else if (isPublic && file !== undefined) sendFile(file, response);
  else if (isPublic) sendFrame(routes, name, response);
  else
    await serveAuthorized(
      routes,
      request,
      { route, name, fileName: searchParams.get('name') ?? '' },
      response,
    );
}

interface Address {
  readonly route: string;
  readonly name: string;
  readonly fileName: string;
}

/** For requests with the token. */
async function serveAuthorized(
  routes: RoutesOptions,
  request: IncomingMessage,
  { route, name, fileName }: Address,
  response: ServerResponse,
): Promise<void> {
  const window = String(request.headers['x-playground-window'] ?? '');
  switch (`${request.method} ${route}`) {
    case 'GET events':
      routes.streams.open(response, window, routes.play.everything());
      break;
    case 'POST command':
      await runNamedCommand(routes, name, await readBody(request), window, response);
      break;
    case 'POST open':
      await openFile(routes, await readBody(request), fileName);
      sendJson(response, null);
      break;
    case 'POST save':
      await saveFile(routes, name, response);
      break;
    default:
      sendText(response, 404, 'Not found.');
  }
}

async function runNamedCommand(
  { play, handlers }: RoutesOptions,
  name: string,
  body: Buffer,
  window: string,
  response: ServerResponse,
): Promise<void> {
  if (!isCommand(name)) throw new CannotRun('There is no such command.');
  const output = await runCommand(handlers, name, JSON.parse(body.toString('utf8')), window);
  play.sendSoon();
  sendJson(response, output);
}

async function openFile({ play }: RoutesOptions, bytes: Buffer, fileName: string): Promise<void> {
  const { timeZone } = play.world().google.spreadsheet;
  await play.restart(await openSheetFile(bytes, fileName, timeZone));
}

async function saveFile({ play }: RoutesOptions, format: string, response: ServerResponse): Promise<void> {
  const { google } = play.world();
  if (format !== 'csv' && format !== 'xlsx') throw new CannotRun('A sheet can be saved as csv or xlsx.');
  const { type, content } = await saveSheetFile(
    google.spreadsheet.active,
    google.spreadsheet.timeZone,
    format,
  );
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(content);
}

function sendFrame({ play }: RoutesOptions, id: string, response: ServerResponse): void {
  const html = play.frames.html(id);
  if (html === undefined) sendText(response, 404, 'This page was closed. Open it again.');
  else send(response, 'text/html;charset=UTF-8', framePolicy, html);
}

function sendFile(file: PageFile, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const isPage = typeof file.content === 'string';
  const content = isPage ? String(file.content).replaceAll('NONCE', nonce) : file.content;
  send(response, file.type, pagePolicy(nonce), content);
}

/** The grid adds its styles by script, with a nonce that it reads from the page. */
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

/** More than Sheets itself opens. */
const maxBytes = 50 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw new CannotRun('The file is larger than the limit of 50 MB.');
  }
  return Buffer.concat(chunks);
}

/** Answers with the error's sentence. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isExpected = [CannotRun, InvalidShape, SheetFileProblem, SyntaxError].some(
    (kind) => error instanceof kind,
  );
  sendText(response, isExpected ? 400 : 500, error instanceof Error ? error.message : String(error));
}

function sendText(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=UTF-8', 'Cache-Control': 'no-store' });
  response.end(sentence);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}
