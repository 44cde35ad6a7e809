import { userInfo } from 'node:os';

/** Who acts, for the journal: the account and, when root acts for another through sudo, that one too. */
export function operatorName(env: Readonly<Record<string, string | undefined>>): string {
  const { uid, username } = userInfo();
  return uid === 0 && env.SUDO_USER && env.SUDO_USER !== username ? `${username}(${env.SUDO_USER})` : username;
}
