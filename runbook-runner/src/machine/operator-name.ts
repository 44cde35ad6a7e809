import { ownName, ownUid } from '../disk/own-account.ts';

/** Who acts, for the journal: the account and, when root acts for another through sudo, that one too. */
export function operatorName(env: Readonly<Record<string, string | undefined>>): string {
  const name = ownName();
  return ownUid() === 0 && env.SUDO_USER && env.SUDO_USER !== name ? `${name}(${env.SUDO_USER})` : name;
}
