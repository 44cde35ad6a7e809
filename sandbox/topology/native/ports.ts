import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A TCP port that is free on the loopback now. It is chosen once, then kept in facts.json. */
export async function freePort() {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
