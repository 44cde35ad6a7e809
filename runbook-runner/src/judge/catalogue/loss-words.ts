/**
 * Whether a name (of a function, of a command of a project, of a path of an API) announces that something is lost,
 * replaced or stopped: `purge_old_copies`, `supprimer_copies`, `dbrestore`, `…/_delete_by_query`, `doDelete`.
 */
export function announcesLoss(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z]+/u);
  return words.some((word) => LOSES.test(word));
}

// Short stems only begin a word (`rm_old`), long ones may end it (`dbrestore`).
const LOSES =
  /^(del|rm|drop|wipe|reset|clean|clear|kill|stop|halt|close|abort|cancel|revert|revok|seed|tidy|zero|expir|evict|replac|overwrit|load|import|merg|reindex|rebuild|prun|vid(e|er|ange|anger)$|annul|arret|ferm|ecras|retir|enlev|oubli|detrui|remplac|reinit|import|charg|migr)|delet|remov|trunc|flush|purg|eras|destroy|restor|rollback|terminat|shutdown|reboot|anonymi|unpublish|invalidat|disabl|supprim|effac|restaur|nettoy|desactiv|retabli/u;
