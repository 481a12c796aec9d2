/** Recognises cells whose formula has failed or is still being computed, in Sheets, Excel and other languages. */

/** Errors that do not end with `!` or `?`: "not available" and "getting data" in the languages of Excel and Sheets. */
const errorNames = [
  ...['N/A', 'N/D', 'N/B', 'I/T', 'NV', 'Н/Д', 'YOK', 'PUUTTUU', 'SAKNAS', 'HIÁNYZIK', 'NENÍ_K_DISPOZICI'],
  ...['GETTING_DATA', 'OBTENIENDO_DATOS', 'CHARGEMENT_DONNEES', 'DATEN_ABRUFEN', 'ERROR', 'LOADING'],
].join('|');

/**
 * `#REF!`, `#SPILL!`, `#¡VALOR!`, `#NAME?` and any other error by their shape; `#N/A` with or without words behind it; and
 * `#####`, which a column that is too narrow leaves in a copy.
 */
const error = new RegExp(`^#(¡|¿)?([\\p{Lu}\\d_/]+[!?]|(${errorNames})([ :…(].*|\\.{2,})?|#{2,})$`, 'u');
const namedError = new RegExp(`^#(${errorNames})$`, 'iu');

/** Words of Sheets, Excel, their add-ons and functions for a cell that is not computed yet; each ends with dots. */
const pendingWords = [
  ...[
    'loading( data)?',
    'calculating',
    'computing',
    'fetching( data)?',
    'retrieving( data)?',
    'requesting( data)?',
  ],
  ...['updating', 'refreshing', 'generating', 'processing', 'waiting( for data)?', 'working', 'please wait'],
  ...[
    'laden',
    'wird geladen',
    'lädt',
    'wird berechnet',
    'bezig met laden',
    'chargement( en cours)?',
    'calcul en cours',
  ],
  ...['cargando', 'calculando', 'carregando', 'a carregar', 'caricamento( in corso)?', 'calcolo in corso'],
  ...[
    '読み込み中',
    '読み込んでいます',
    '計算中',
    '加载中',
    '正在加载',
    '载入中',
    '正在載入',
    '載入中',
    '로드 중',
    '로딩 중',
  ],
  ...[
    'загрузка',
    'wczytywanie',
    'ładowanie',
    'läser in',
    'laddar',
    'indlæser',
    'laster inn',
    'laster',
    'ladataan',
  ],
  ...['yükleniyor', 'načítání', 'betöltés', 'se încarcă', 'đang tải', 'memuat', 'φόρτωση'],
].join('|');
const pending = new RegExp(`^(${pendingWords})\\s*(\\.{2,}|…+|。+|・+)$`, 'iu');

/** Why a row with this text in `name` has to wait, as a sentence; undefined for any other text. */
export function errorCellProblem(name: string, text: string): string | undefined {
  if (pending.test(text)) {
    return `${name} shows "${text}": this cell is still being calculated. The next sync reads this row again.`;
  }
  if (!error.test(text) && !namedError.test(text)) return undefined;
  const shown = text.slice(0, 40);
  return /^#(BUSY!|GETTING_DATA|LOADING)/i.test(text)
    ? `${name} shows "${shown}": this cell is still being calculated. The next sync reads this row again.`
    : `${name} shows ${shown}: the formula in this cell failed. Fix the formula.`;
}
