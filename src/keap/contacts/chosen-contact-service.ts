import { ApiDown } from '../http/api-down.ts';
import { xmlRpcEndMs } from '../http/endpoints.ts';
import type { ApiStore } from './api-store.ts';
import { automaticContactService } from './automatic-contact-service.ts';
import type { ContactApi, ContactService } from './contact-service.ts';

interface ChosenContactServiceOptions {
  /** Undefined once Keap has no XML-RPC any more. */
  readonly xmlRpc: ContactApi | undefined;
  readonly rest: ContactService;
  readonly store: ApiStore;
  /** REST v2 takes no legacy keys. */
  readonly isXmlRpcOnly: boolean;
  readonly nowMs: () => number;
}

/** The service by the document's choice, by what has happened before, by the day, and by what the credentials allow. */
export function chosenContactService({
  xmlRpc,
  rest,
  store,
  isXmlRpcOnly,
  nowMs,
}: ChosenContactServiceOptions): ContactService {
  if (xmlRpc === undefined) return rest;
  if (isXmlRpcOnly) return alone(xmlRpc, legacyAdvice);
  const { choice, switched } = store.load();
  if (choice === 'xml-rpc') return alone(xmlRpc, choiceAdvice);
  if (choice === 'rest' || switched !== undefined) return rest;
  if (nowMs() >= xmlRpcEndMs) {
    store.noteSwitch({ atMs: nowMs(), why: 'ended' });
    return rest;
  }
  const note = () => store.noteSwitch({ atMs: nowMs(), why: 'no-answer' });
  return automaticContactService({ xmlRpc, rest, switched: note });
}

const legacyAdvice =
  'Keap\'s XML-RPC does not answer, and a legacy key opens nothing else. Connect with client id and secret, or with a personal access token, in the sidebar of "Sync contacts"; the rows that were not reached say Waiting.';

const choiceAdvice =
  'Keap\'s XML-RPC does not answer, and this document is set to use nothing else. Choose "Automatic" in the sidebar of "Sync contacts"; the rows that were not reached say Waiting.';

/** XML-RPC and nothing else: where it answers nobody, the advice says what the user can do. */
function alone(xmlRpc: ContactApi, advice: string): ContactService {
  const advised = <Given>(work: () => Given): Given => {
    try {
      return work();
    } catch (error) {
      throw error instanceof ApiDown ? new ApiDown(error.reason, advice) : error;
    }
  };
  return {
    api: () => xmlRpc.api(),
    load: (ids, fields) => advised(() => xmlRpc.load(ids, fields)),
    optStates: (addresses) => advised(() => xmlRpc.optStates(addresses)),
    apply: (changes) => advised(() => xmlRpc.apply(changes)),
    concurrency: () => xmlRpc.concurrency(),
  };
}
