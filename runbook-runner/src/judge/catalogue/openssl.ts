import type { Case, Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const WRITES: Case = {
  rule: 'FS-REDIR',
  risk: 'destructive',
  text: 'écrit dans un fichier',
  when: (call) =>
    call.args.some(
      ({ text, split }) =>
        /^-{1,2}(out|keyout|respout|reqout|signkey|ssl_client_e|engine|provider\S*|keylogfile|sess_out|msgfile|writerand|CA(createserial|serial|key$)|rand|loadtab|config|kdf)/u.test(
          text,
        ) || split,
    ),
};

/** OpenSSL: what it reads is shown, unless an option writes, or creates a key. */
export const OPENSSL: readonly Entry[] = [
  {
    names: ['openssl'],
    subcommands: [
      {
        names:
          's_client x509 version verify dgst rand ciphers crl asn1parse crl2pkcs7 pkcs7 enc errstr list speed s_time ocsp'.split(
            ' ',
          ),
        cases: [WRITES, SAFE],
      },
      {
        // With `-noout` nothing is written, nor the key shown.
        names: 'rsa ec dsa pkey pkcs12 req'.split(' '),
        cases: [
          WRITES,
          {
            ...SAFE,
            when: (call) =>
              call.args.some(({ text }) => text === '-noout') &&
              // These create a key, which goes to a file of its own.
              !call.args.some(({ text }) => /^-{1,2}(new|export|x509$|precert|CA)/u.test(text)),
          },
        ],
      },
    ],
    cases: [{ rule: 'SYS', risk: 'destructive', text: 'crée ou remplace des clés' }],
  },
];
