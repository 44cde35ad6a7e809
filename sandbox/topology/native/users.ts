import { userInfo } from 'node:os';
import type { Sandbox } from '../../folder.ts';

/** The system users of the services: Debian's own when root, else the current user for all. */
export function serviceUsers(sandbox: Sandbox): ServiceUsers {
  if (sandbox.uid === 0) return { db: 'postgres', redis: 'redis', app: 'www-data' };
  const { username } = userInfo();
  return { db: username, redis: username, app: username };
}

export interface ServiceUsers {
  readonly db: string;
  readonly redis: string;
  readonly app: string;
}
