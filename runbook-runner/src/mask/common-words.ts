/** Words that occur in ordinary output: masking them would ruin it, and show by its holes what the secret is. */
export function isCommonWord(text: string): boolean {
  return COMMON.has(text.toLowerCase());
}

const COMMON: ReadonlySet<string> = new Set(
  `true false null none undefined yes no on off enabled disabled default auto always never test tests testing demo
  example sample changeme change_me secret secrets password passwords passwd motdepasse token admin administrator
  administrateur root user users utilisateur guest public private postgres postgresql psql mysql mariadb sqlite redis
  celery django gunicorn nginx docker compose kubernetes systemd supervisor localhost localdomain database backend
  frontend server service services worker production staging development preprod local debug info warning error
  errors success failed running stopped healthy unhealthy starting started backup restore sauvegarde restauration
  media static files data home bash linux debian ubuntu python python3 node http https main master latest version
  select insert update delete table index schema 1234 12345 123456 1234567 12345678 123456789 1234567890 0000 00000000
  azerty qwerty azertyuiop qwertyuiop abcd1234 welcome bonjour`.split(/\s/),
);
