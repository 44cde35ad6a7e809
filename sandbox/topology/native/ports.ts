import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import type { Doors } from '../../facts.ts';

/** TCP ports that are free on the loopback now. They are chosen once, then kept in facts.json. */
export async function freeDoors(): Promise<Doors> {
  const servers = [await listenAnywhere(), await listenAnywhere()] as const;
  const [users, operators] = servers.map((server) => (server.address() as AddressInfo).port) as [number, number];
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return { users, operators };
}

async function listenAnywhere(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return server;
}
