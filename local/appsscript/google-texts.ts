/**
 * Google's exceptions in the languages of its users. B for the daily quota in French, Spanish and Japanese (users'
 * reports); C for the other translations, which are ours: a script must not depend on their wording.
 * probe: fetch/dead-host, locks/contention, properties/size-of-a-store
 */

type Texts = Readonly<Record<'en' | 'fr' | 'es' | 'de' | 'ja', string>>;

const texts = {
  quotaSpent: {
    en: 'Service invoked too many times for one day: {0}.',
    fr: "Trop d'appels pour ce service aujourd'hui : {0}.",
    es: 'Servicio solicitado demasiadas veces en un mismo día: {0}.',
    de: 'Dienst wurde an einem Tag zu häufig aufgerufen: {0}.',
    ja: '1 日にサービス {0} を実行した回数が多すぎます。',
  },
  throttled: {
    en: 'Service invoked too many times in a short time: {0}. Try Utilities.sleep(1000) between calls.',
    fr: "Trop d'appels pour ce service sur une courte période : {0}. Essayez Utilities.sleep(1000) entre les appels.",
    es: 'Servicio solicitado demasiadas veces en un periodo corto: {0}. Prueba Utilities.sleep(1000) entre llamadas.',
    de: 'Dienst wurde in kurzer Zeit zu häufig aufgerufen: {0}. Versuchen Sie Utilities.sleep(1000) zwischen den Aufrufen.',
    ja: '短時間にサービス {0} を実行した回数が多すぎます。呼び出しの間に Utilities.sleep(1000) を試してください。',
  },
  bandwidthExceeded: {
    en: 'Bandwidth quota exceeded: {0}. Try reducing the rate of data transfer.',
    fr: 'Quota de bande passante dépassé : {0}. Essayez de réduire le débit de transfert des données.',
    es: 'Se ha superado la cuota de ancho de banda: {0}. Reduce la velocidad de transferencia de datos.',
    de: 'Bandbreitenkontingent überschritten: {0}. Verringern Sie die Datenübertragungsrate.',
    ja: '帯域幅の割り当てを超えました: {0}。データ転送速度を下げてください。',
  },
  protected: {
    en: 'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    fr: 'Vous essayez de modifier une cellule ou un objet protégés. Si vous devez effectuer des modifications, contactez le propriétaire de la feuille de calcul pour supprimer la protection.',
    es: 'Estás intentando editar una celda o un objeto protegidos. Ponte en contacto con el propietario de la hoja de cálculo para que retire la protección si necesitas editar.',
    de: 'Sie versuchen, eine geschützte Zelle oder ein geschütztes Objekt zu bearbeiten. Wenden Sie sich an den Eigentümer der Tabelle, um den Schutz aufzuheben.',
    ja: '保護されているセルやオブジェクトを編集しようとしています。編集する必要がある場合は、スプレッドシートのオーナーに連絡して保護を解除してもらってください。',
  },
  invalidData: {
    en: 'The data you entered in cell {0} violates the data validation rules set on this cell.',
    fr: 'Les données saisies dans la cellule {0} ne respectent pas les règles de validation des données définies pour cette cellule.',
    es: 'Los datos introducidos en la celda {0} infringen las reglas de validación de datos establecidas en esta celda.',
    de: 'Die in Zelle {0} eingegebenen Daten verstoßen gegen die für diese Zelle festgelegten Datenvalidierungsregeln.',
    ja: 'セル {0} に入力したデータは、このセルに設定されているデータ入力規則に違反しています。',
  },
  timedOut: {
    en: 'Service Spreadsheets timed out while accessing document with id {0}.',
    fr: "Délai d'attente du service Spreadsheets expiré lors de l'accès au document portant l'ID {0}.",
    es: 'Se agotó el tiempo de espera del servicio Spreadsheets al acceder al documento con el ID {0}.',
    de: 'Zeitüberschreitung des Dienstes Spreadsheets beim Zugriff auf das Dokument mit der ID {0}.',
    ja: 'ID {0} のドキュメントへのアクセス中に、サービス Spreadsheets がタイムアウトしました。',
  },
  serverError: {
    en: "We're sorry, a server error occurred. Please wait a bit and try again.",
    fr: "Désolé, une erreur de serveur s'est produite. Veuillez patienter, puis réessayer.",
    es: 'Se ha producido un error en el servidor. Espera un poco y vuelve a intentarlo.',
    de: 'Leider ist ein Serverfehler aufgetreten. Warten Sie bitte einen Moment und versuchen Sie es noch einmal.',
    ja: '申し訳ございませんが、サーバーエラーが発生しました。しばらくしてからもう一度お試しください。',
  },
  tooManyLocks: {
    en: 'There are too many LockService operations against the same script.',
    fr: 'Trop d’opérations LockService pour le même script.',
    es: 'Hay demasiadas operaciones de LockService en la misma secuencia de comandos.',
    de: 'Es gibt zu viele LockService-Vorgänge für dasselbe Skript.',
    ja: '同じスクリプトに対する LockService の操作が多すぎます。',
  },
  lockTimeout: {
    en: 'Lock timeout: another process was holding the lock for too long.',
    fr: 'Délai de verrouillage dépassé : un autre processus a gardé le verrou trop longtemps.',
    es: 'Tiempo de espera del bloqueo agotado: otro proceso mantuvo el bloqueo demasiado tiempo.',
    de: 'Zeitüberschreitung bei der Sperre: Ein anderer Vorgang hat die Sperre zu lange gehalten.',
    ja: 'ロックのタイムアウト: 別のプロセスがロックを長時間保持していました。',
  },
  storageFull: {
    en: 'You have exceeded the property storage quota. Please remove some properties and try again.',
    fr: 'Vous avez dépassé le quota de stockage de propriétés. Supprimez des propriétés, puis réessayez.',
    es: 'Has superado la cuota de almacenamiento de propiedades. Elimina algunas propiedades y vuelve a intentarlo.',
    de: 'Sie haben das Speicherkontingent für Eigenschaften überschritten. Entfernen Sie einige Eigenschaften und versuchen Sie es noch einmal.',
    ja: 'プロパティの保存容量の割り当てを超えました。いくつかのプロパティを削除してもう一度お試しください。',
  },
  addressUnavailable: {
    en: 'Address unavailable: {0}',
    fr: 'Adresse non disponible : {0}',
    es: 'La dirección no está disponible: {0}',
    de: 'Adresse nicht verfügbar: {0}',
    ja: '使用できないアドレス: {0}',
  },
  timeout: {
    en: 'Timeout: {0}',
    fr: "Délai d'attente dépassé : {0}",
    es: 'Tiempo de espera agotado: {0}',
    de: 'Zeitüberschreitung: {0}',
    ja: 'タイムアウト: {0}',
  },
  dnsError: {
    en: 'DNS error: {0}',
    fr: 'Erreur DNS : {0}',
    es: 'Error de DNS: {0}',
    de: 'DNS-Fehler: {0}',
    ja: 'DNS エラー: {0}',
  },
  insufficientPermissions: {
    en: 'Specified permissions are not sufficient to call {0}. Required permissions: {1}',
    fr: 'Les autorisations spécifiées ne sont pas suffisantes pour appeler {0}. Autorisations requises : {1}',
    es: 'Los permisos especificados no son suficientes para llamar a {0}. Permisos necesarios: {1}',
    de: 'Die angegebenen Berechtigungen reichen nicht aus, um {0} aufzurufen. Erforderliche Berechtigungen: {1}',
    ja: '指定された権限では {0} を呼び出すことができません。必要な権限: {1}',
  },
  noPermission: {
    en: 'You do not have permission to call {0}. Required permissions: {1}',
    fr: "Vous n'êtes pas autorisé à appeler {0}. Autorisations requises : {1}",
    es: 'No tienes permiso para llamar a {0}. Permisos necesarios: {1}',
    de: 'Sie sind nicht berechtigt, {0} aufzurufen. Erforderliche Berechtigungen: {1}',
    ja: '{0} を呼び出す権限がありません。必要な権限: {1}',
  },
  authorizationRequired: {
    en: 'Authorization is required to perform that action.',
    fr: 'Une autorisation est requise pour exécuter cette action.',
    es: 'Se necesita autorización para realizar esa acción.',
    de: 'Für diese Aktion ist eine Autorisierung erforderlich.',
    ja: 'その操作を実行するには承認が必要です。',
  },
  noAccess: {
    en: 'You do not have permission to access the requested document.',
    fr: "Vous n'êtes pas autorisé à accéder au document demandé.",
    es: 'No tienes permiso para acceder al documento solicitado.',
    de: 'Sie haben keine Berechtigung, auf das angeforderte Dokument zuzugreifen.',
    ja: 'リクエストされたドキュメントにアクセスする権限がありません。',
  },
  tooManyTriggers: {
    en: 'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    fr: 'Ce script comporte trop de déclencheurs. Vous devez en supprimer avant de pouvoir en ajouter.',
    es: 'Esta secuencia de comandos tiene demasiados activadores. Debes eliminar algunos para poder añadir más.',
    de: 'Dieses Skript hat zu viele Trigger. Es müssen Trigger gelöscht werden, bevor weitere hinzugefügt werden können.',
    ja: 'このスクリプトにはトリガーが多すぎます。トリガーを追加するには、既存のトリガーを削除してください。',
  },
  tooManyAddOnTriggers: {
    en: 'This add-on has created too many time-based triggers in this document for this Google user account.',
    fr: 'Ce module complémentaire a créé trop de déclencheurs temporels dans ce document pour ce compte utilisateur Google.',
    es: 'Este complemento ha creado demasiados activadores basados en el tiempo en este documento para esta cuenta de usuario de Google.',
    de: 'Dieses Add-on hat in diesem Dokument zu viele zeitbasierte Trigger für dieses Google-Nutzerkonto erstellt.',
    ja: 'このアドオンは、この Google ユーザー アカウントに対してこのドキュメントで作成した時間ベースのトリガーが多すぎます。',
  },
  addOnIntervalTooShort: {
    en: 'The recurrence interval for an Add-on trigger must be at least one hour.',
    fr: "L'intervalle de récurrence d'un déclencheur de module complémentaire doit être d'au moins une heure.",
    es: 'El intervalo de repetición de un activador de complemento debe ser de al menos una hora.',
    de: 'Das Wiederholungsintervall für einen Add-on-Trigger muss mindestens eine Stunde betragen.',
    ja: 'アドオンのトリガーの繰り返し間隔は 1 時間以上にする必要があります。',
  },
} satisfies Record<string, Texts>;

export type GoogleText = keyof typeof texts;

/** A text of Google's in the language of this locale, for instance `fr-CA`; English where there is no translation. */
export function googleText(locale: string, name: GoogleText, ...values: readonly string[]): string {
  const language = locale.slice(0, 2).toLowerCase();
  const { en, fr, es, de, ja } = texts[name];
  const text =
    new Map([
      ['fr', fr],
      ['es', es],
      ['de', de],
      ['ja', ja],
    ]).get(language) ?? en;
  return text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
}
