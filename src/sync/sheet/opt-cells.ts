/**
 * Reads what a row says about opting its address out or in. An opt-out cannot be undone, so a cell counts as a wish only
 * where there is no other way to read it: what means "no", "nothing" or "not yet", in any of the languages that our
 * users work in, what is an error, and what we have written ourselves never does.
 */
import { excerpt } from '../../keap/contacts/messages.ts';
import type { Cell } from '../../platform/table.ts';
import { errorCellProblem } from './error-cell.ts';
import { isOwnText } from './own-texts.ts';

/** What a cell asks for: nothing, an opt-out or opt-in for this reason, or the user's decision. */
export type OptWish =
  | { readonly kind: 'none' }
  | { readonly kind: 'wish'; readonly reason: string }
  | { readonly kind: 'check'; readonly problem: string };

/** The cell as it is, its text as a person sees it, and the header of its column. */
export interface OptCell {
  readonly cell: Cell;
  readonly text: string;
  readonly header: string;
}

const none: OptWish = { kind: 'none' };

/** Reads a cell of reasons; `name` begins messages, for instance `The opt-out reason`. A ticked box is a wish, too. */
export function reasonWish(
  { cell, text, header }: OptCell,
  name: string,
  kind: 'opt-out' | 'opt-in',
): OptWish {
  const error = errorCellProblem(name, text);
  if (error !== undefined) return check(error);
  if (text === '' || isUnticked(cell, text) || isOnlyMarks(text)) return none;
  if (isTicked(cell, text)) return { kind: 'wish', reason: header };
  const wordText = wordsOf(text);
  const isInWords = typeof cell === 'string' && /\p{L}/u.test(text);
  const isUnclear =
    isNothing(wordText) || isOtherState(wordText, kind) || isOwnText(text) || wordText === wordsOf(header);
  return isInWords && !isUnclear
    ? { kind: 'wish', reason: text }
    : check(`${name} is "${excerpt(text)}", which is not a clear reason. Delete it, or enter the reason.`);
}

/** Reads a cell of a column such as "Do Not Email": yes is a wish, no is none, and anything else is asked about. */
export function flagWish({ cell, text, header }: OptCell): OptWish {
  const error = errorCellProblem(header, text);
  if (error !== undefined) return check(error);
  if (text === '' || isUnticked(cell, text) || isOnlyMarks(text)) return none;
  const wordText = wordsOf(text);
  if (isTicked(cell, text) || optedOutStates.has(wordText)) return { kind: 'wish', reason: header };
  if (noWords.has(wordText) || isNothing(wordText)) return none;
  return check(
    `"${excerpt(text)}" in the column "${excerpt(header)}" is neither yes nor no. Enter Yes, delete it, or name the column "Opt-out reason" if it holds reasons.`,
  );
}

function check(problem: string): OptWish {
  return { kind: 'check', problem };
}

/** An unticked box, and what imports and spreadsheets in other languages write for one. */
function isUnticked(cell: Cell, text: string): boolean {
  return cell === false || /^[+-]?0+([.,]0+)?$/.test(text) || falseWords.has(wordsOf(text));
}

function isTicked(cell: Cell, text: string): boolean {
  return cell === true || cell === 1 || text === '1' || yesWords.has(wordsOf(text));
}

/** Dashes, dots, question marks and quotes without a letter or digit. Ticks and crosses are no such marks. */
function isOnlyMarks(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text.replace(/[ーｰ〜々]/g, '')) && !/[✓✔☑✅✗✘☒❌×○◯〇●]/u.test(text);
}

/** Lower case, without accents, brackets and marks at the ends, each run of spaces and hyphens as one space. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[\s_\-–—/.]+/g, ' ')
    .replace(/^[^\p{L}\p{N}✓✔☑✅✗✘☒❌×]+|[^\p{L}\p{N}✓✔☑✅✗✘☒❌×]+$/gu, '');
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(',')).map(wordsOf));
}

const falseWords = words(
  'false,falsch,faux,falso,onwaar,falskt,falsk,falskt,epatosi,ложь,fałsz,fals,nepravda,偽',
);

const yesWords = words(
  ...['true,wahr,vrai,verdadero,verdadeiro,vero,waar,sant,sand,tosi,истина,prawda,真,真実'],
  ...['yes,y,x,ja,j,oui,sí,sim,sì,はい,ok,tak,да,kyllä,evet,是,예,checked,ticked,✓,✔,☑,✅,☒'],
);

/** For a flag, no. */
const noWords = words(
  ...[
    'no,n,nein,non,não,nao,nee,nej,nei,ei,нет,nie,ne,いいえ,いや,否,否定,无,没有,不,아니요,hayır,όχι,nem,nu',
  ],
  ...['off,unchecked,unticked,never,not,nope,nada,aus,niet,nicht,neni'],
);

/** Words that stand for an empty cell. */
const nothingWords = words(
  ...[
    'none,nothing,n a,na,nan,nil,null,undefined,empty,blank,n d,nd,n v,nv,k a,s o,n b,nvt,n v t,tbd,tba,tbc,todo',
  ],
  ...[
    'unknown,not known,unclear,pending,open,default,unset,not set,no value,no reason,no data,no info,no information',
  ],
  ...[
    'no opt out,no optout,not opted out,no unsubscribe,not unsubscribed,do not opt out,dont opt out,keep,keep subscribed',
  ],
  ...[
    'not applicable,not available,not given,not specified,not provided,not yet,not subscribed yet,not now,no action',
  ],
  ...[
    'keine,keiner,keines,kein,nichts,leer,unbekannt,entfällt,nicht zutreffend,keine angabe,nicht verfügbar,offen',
  ],
  ...['aucun,aucune,rien,vide,inconnu,sans objet,non applicable,non renseigné,pas de,néant,non disponible'],
  ...['ninguno,ninguna,nada,vacío,desconocido,no aplica,no aplicable,no disponible,sin motivo,sin datos'],
  ...['nenhum,nenhuma,vazio,desconhecido,não aplicável,não se aplica,não disponível,sem motivo'],
  ...['geen,niets,leeg,onbekend,niet van toepassing,niet beschikbaar,geen reden'],
  ...['nessuno,nessuna,niente,nulla,vuoto,sconosciuto,non disponibile,non applicabile,nessun motivo'],
  ...[
    'ingen,inget,inga,intet,ingenting,tom,okänd,ukendt,ukjent,ei mitään,brak,нет данных,нет причины,yok,boş',
  ],
  ...['なし,無し,無,空,空白,不明,未定,該当なし,特になし,無効,没有,無,未知,不适用,없음,해당 없음'],
);

/** What says that an address receives emails. */
const optedInStates = words(
  ...[
    'subscribed,active,opted in,opt in,optin,opted,in,enabled,on list,subscriber,subscribe,mailable,marketable,valid',
  ],
  ...[
    'confirmed,unconfirmed,single opt in,double opt in,allowed,allow,ok to email,email ok,current,member,live,verified',
  ],
  ...[
    'unengaged marketable,unengaged not marketable,not marketable,non marketable,locked,deactivated,invalid address',
  ],
  ...['not known to keap,clean,good,new,normal,customer,lead'],
  ...[
    'abonniert,angemeldet,aktiv,eingewilligt,bestätigt,abonné,abonnée,inscrit,inscrite,actif,active,confirmé',
  ],
  ...[
    'suscrito,suscrita,activo,activa,confirmado,inscrito,inscrita,ativo,ativa,assinante,iscritto,iscritta,attivo,attiva',
  ],
  ...[
    'confermato,geabonneerd,aangemeld,ingeschreven,actief,bevestigd,prenumererar,aktiivinen,подписан,активен',
  ],
  ...['登録,登録済み,登録済,購読,購読中,有効,配信中,配信可,オプトイン,已订阅,구독'],
);

/** What says that an address receives none any more. */
const optedOutStates = words(
  ...[
    'unsubscribed,unsubscribe,opted out,opt out,optout,optedout,out,stop,removed,remove,do not email,do not contact',
  ],
  ...[
    'do not mail,no email,no emails,dnc,dne,inactive,cleaned,complained,reported as spam,bounced,hard bounce',
  ],
  ...[
    'abgemeldet,ausgetragen,désinscrit,désinscrite,désabonné,désabonnée,dado de baja,baja,cancelado,descadastrado',
  ],
  ...['descadastrada,disiscritto,disiscritta,cancellato,afgemeld,uitgeschreven,avregistrerad,отписан'],
  ...['配信停止,停止,購読解除,解除,登録解除,オプトアウト,已退订,수신거부'],
);

function isNothing(wordText: string): boolean {
  if (nothingWords.has(wordText) || noWords.has(wordText)) return true;
  // Placeholders such as "x-not-set", "(no value)", "not applicable yet".
  return /^(x )?(not?|non|nicht|kein|keine|geen|sin|sem|sans|ingen) (yet|set|given|known|specified|provided|applicable|available|value|reason|data|entry|grund|eintrag|raison|motif|motivo|dato|reden|waarde|orsak)( yet)?$/.test(
    wordText,
  );
}

const stillIn =
  /^(is |are |was |still |currently |always |re ?|wants to (stay|remain|be|keep) |stay |stays |keep |keeps )+(subscribed|opted in|active|on the list)\b/;
/** Up to a few words: "has not opted out", but not "no longer interested, unsubscribe". */
const notOut =
  /^(\S+ ){0,2}(not|never|no|hasnt|didnt|dont|isnt|wasnt)( yet)? (opt|opted|opting|unsub|unsubscribe|unsubscribed)( out)?( (yet|reason|request|requested|recorded|given))*$/;

/** A state is no reason, and the other direction's state says the opposite. */
function isOtherState(wordText: string, kind: 'opt-out' | 'opt-in'): boolean {
  if (kind === 'opt-out' && (stillIn.test(wordText) || notOut.test(wordText))) return true;
  return optedInStates.has(wordText) || (kind === 'opt-in' && optedOutStates.has(wordText));
}
