import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freeDoors } from '../../sandbox/topology/native/ports.ts';
import { until } from '../support/until.ts';

/** The nginx of a host, in front of the platform: it ends TLS, and tells the platform what was asked of it. */
export interface TlsFront {
  /** What users type. */
  readonly url: string;
  /** A home in which curl trusts the authority that signed the certificate; nothing else does. */
  readonly home: string;
  readonly close: () => Promise<void>;
}

export async function openTlsFront(platformUrl: string): Promise<TlsFront> {
  const home = await mkdtemp(join(tmpdir(), 'korrigo-tls-'));
  await makeCertificates(home);
  await writeFile(join(home, '.curlrc'), `cacert = "${join(home, 'autorite.pem')}"\n`);
  await mkdir(join(home, 'travail'));
  const { users: port } = await freeDoors();
  await writeFile(join(home, 'nginx.conf'), configuration(home, port, platformUrl));
  const nginx = execa('nginx', ['-e', join(home, 'nginx.log'), '-c', join(home, 'nginx.conf')], {
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
    reject: false,
    all: true,
  });
  const front = {
    url: `https://localhost:${port}`,
    home,
    async close() {
      nginx.kill();
      await nginx;
      await rm(home, { recursive: true });
    },
  };
  const ended = nginx.then(({ all }) => Promise.reject(new Error(`nginx ended before it answered:\n${all}`)));
  await Promise.race([until(() => answers(front)), ended]);
  return front;
}

async function answers({ url, home }: TlsFront): Promise<boolean> {
  const { exitCode } = await execa('curl', ['--silent', '--fail', url], { env: { HOME: home }, reject: false });
  return exitCode === 0;
}

/** An authority, and what it says of localhost. */
async function makeCertificates(folder: string): Promise<void> {
  const openssl = (...words: readonly string[]) => execa('openssl', words, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...key, '-subj', '/CN=autorite', '-keyout', 'autorite.key', '-out', 'autorite.pem');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', NO_AUTHORITY];
  const signed = ['-CA', 'autorite.pem', '-CAkey', 'autorite.key'];
  await openssl('req', '-x509', ...key, ...names, ...signed, '-keyout', 'serveur.key', '-out', 'serveur.pem');
}

const NO_AUTHORITY = 'basicConstraints=critical,CA:FALSE';

function configuration(folder: string, port: number, platformUrl: string): string {
  const work = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/travail/${name};`,
  );
  return `daemon off;
# One process, which ends at once with whoever started it.
master_process off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  ${work.join('\n  ')}
  server {
    listen 127.0.0.1:${port} ssl;
    server_name localhost;
    ssl_certificate ${folder}/serveur.pem;
    ssl_certificate_key ${folder}/serveur.key;
    location / {
      proxy_pass ${platformUrl};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;
}
