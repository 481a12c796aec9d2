/** Decides which API a run uses; deleting XML-RPC begins here, by leaving `xmlRpc` undefined. */
import { unlessEnded } from '../../errors.ts';
import { menuPath } from '../../menu-path.ts';
import { ApiDown } from '../http/api-down.ts';
import { xmlRpcEndMs } from '../http/endpoints.ts';
import type { ApiStore, ApiSwitch } from './api-store.ts';
import { automaticContactService } from './automatic-contact-service.ts';
import type { ContactApi, ContactService } from './contact-service.ts';

interface ChosenContactServiceOptions {
  /** Undefined once Keap no longer has XML-RPC. */
  readonly xmlRpc?: ContactApi | undefined;
  readonly rest: ContactApi;
  readonly store: ApiStore;
  /** REST v2 does not accept legacy keys. */
  readonly isXmlRpcOnly: boolean;
  readonly nowMs: () => number;
}

/** The service that fits the credentials, the document's choice, an earlier switch and today's date. */
export function chosenContactService({
  xmlRpc,
  rest,
  store,
  isXmlRpcOnly,
  nowMs,
}: ChosenContactServiceOptions): ContactService {
  if (xmlRpc === undefined) return rest;
  if (isXmlRpcOnly) return xmlRpcOnly(xmlRpc, legacyAdvice);
  const { choice, switched } = store.load();
  // A switch that cannot be stored at this moment is found again by the next run.
  const noteSwitch = (why: ApiSwitch['why']) => unlessEnded(() => store.noteSwitch({ atMs: nowMs(), why }));
  if (choice === 'xml-rpc') return xmlRpcOnly(xmlRpc, choiceAdvice);
  if (choice === 'rest') return rest;
  if (nowMs() >= xmlRpcEndMs) {
    if (switched === undefined) noteSwitch('ended');
    return rest;
  }
  return automaticContactService({
    xmlRpc,
    rest,
    startsWith: switched === undefined ? 'XML-RPC' : 'REST v2',
    isRetryDue: switched !== undefined && nowMs() - (switched.retriedAtMs ?? switched.atMs) >= retryAfterMs,
    onRetry: (isBack) => unlessEnded(() => (isBack ? store.noteReturn(nowMs()) : store.noteRetry(nowMs()))),
    onSwitch: () => noteSwitch('no-answer'),
  });
}

/** Slightly less than a day, so that the next scheduled sync tries XML-RPC again. */
const retryAfterMs = 20 * 60 * 60 * 1000;

const legacyAdvice = `Keap's XML-RPC is not responding, and a legacy key works with nothing else. Choose ${menuPath('Connection and schedule')}, and connect with a client id and secret, or with a personal access token. Rows that have not been sent yet say Waiting.`;

const choiceAdvice = `Keap's XML-RPC is not responding, and this spreadsheet is set to use nothing else. Choose ${menuPath('Connection and schedule')}, and select "Automatic". Rows that have not been sent yet say Waiting.`;

/** XML-RPC and nothing else: when it answers nobody, the advice says what the user can do. */
function xmlRpcOnly(xmlRpc: ContactApi, advice: string): ContactService {
  const withAdvice = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw error instanceof ApiDown ? new ApiDown(error.reason, advice) : error;
    }
  };
  return {
    api: () => xmlRpc.api(),
    load: (ids, fields) => withAdvice(() => xmlRpc.load(ids, fields)),
    customFields: (names, isDoubted) => withAdvice(() => xmlRpc.customFields(names, isDoubted)),
    allCustomFields: () => withAdvice(() => xmlRpc.allCustomFields()),
    tags: (isAgain) => withAdvice(() => xmlRpc.tags(isAgain)),
    createTags: (names) => withAdvice(() => xmlRpc.createTags(names)),
    optStates: (addresses) => withAdvice(() => xmlRpc.optStates(addresses)),
    find: (addresses, isThorough) => withAdvice(() => xmlRpc.find(addresses, isThorough)),
    create: (contacts) => withAdvice(() => xmlRpc.create(contacts)),
    apply: (changes, next) => withAdvice(() => xmlRpc.apply(changes, next)),
    batchSize: (left) => xmlRpc.batchSize(left),
  };
}
