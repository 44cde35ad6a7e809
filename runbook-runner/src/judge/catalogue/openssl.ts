import type { Case, Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const WRITES: Case = {
  rule: 'FS-REDIR',
  risk: 'destructive',
  text: 'écrit dans un fichier',
  when: (call) =>
    call.args.some(
      ({ text, split }) =>
        /^-{1,2}(out|keyout|signkey|engine|provider\S*|keylogfile|sess_out|msgfile|writerand|CAcreateserial|rand|loadtab|config|kdf)/u.test(
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
              !call.args.some(({ text }) => /^-(new|newkey|export)/u.test(text)),
          },
        ],
      },
    ],
    cases: [{ rule: 'SYS', risk: 'destructive', text: 'crée ou remplace des clés' }],
  },
];
