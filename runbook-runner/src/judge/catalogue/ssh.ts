import { joined } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import { callOf } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const SSH_OPTIONS =
  '-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -B= -b= -c= -D= -E= -e= -F= -I= -i= -J= -L= -l= -m= -O= -o= -p= -P= -Q= -R= -S= -W= -w=';

/** A shell on another machine. */
export const SSH: Entry = {
  names: ['ssh', 'autossh', 'slogin'],
  options: SSH_OPTIONS,
  stop: true,
  cases: [
    {
      rule: 'EXEC-OPAQUE',
      risk: 'opaque',
      text: 'reçoit une option qui lance un programme',
      when: (call) => {
        const { has, values } = sshCall(call);
        return has('-F', '-P', '-I', '-S') || values('-o').some((value) => !HARMLESS_SSH.test(value.text));
      },
    },
    {
      rule: 'FS-REDIR',
      risk: 'change',
      text: 'ajoute ses messages à un fichier',
      when: (call) => sshCall(call).has('-E'),
    },
    SAFE,
  ],
  runs: remoteText,
};

const HARMLESS_SSH =
  /^(BatchMode|ConnectTimeout|ConnectionAttempts|StrictHostKeyChecking|UserKnownHostsFile|ServerAlive\w+|LogLevel|ControlMaster|ControlPersist|ControlPath|IdentitiesOnly|IdentityFile|User|Port|HostName|RequestTTY|PasswordAuthentication|PreferredAuthentications|ForwardAgent|Compression|AddressFamily|TCPKeepAlive|Ciphers|MACs|KexAlgorithms|HostKeyAlgorithms|HostKeyAlias|PubkeyAcceptedAlgorithms|PubkeyAcceptedKeyTypes|PubkeyAuthentication|NumberOfPasswordPrompts|CheckHostIP|Protocol|VisualHostKey)[= ][^\n]*$/iu;

// OpenSSH reads options after the host too: `ssh host -p 22 uptime`.
function sshCall(call: Call): Call {
  const [host, ...rest] = call.operands;
  if (host === undefined || !rest[0]?.text.startsWith('-')) return call;
  const after = callOf({ names: [call.name], options: SSH_OPTIONS, stop: true }, call.name, rest);
  return {
    ...call,
    operands: [host, ...after.operands],
    unknown: call.unknown ?? after.unknown,
    has: (...names) => call.has(...names) || after.has(...names),
    values: (...names) => [...call.values(...names), ...after.values(...names)],
  };
}

// The words after the host are joined by spaces and read by a shell there; with none, that shell reads its input.
function remoteText(written: Call): readonly Inner[] {
  const call = sshCall(written);
  if (call.unknown !== null)
    return [{ kind: 'opaque', rule: 'OPTION', text: 'reçoit une option que le catalogue ne connaît pas' }];
  const words = call.operands.slice(1);
  if (call.has('-G', '-V', '-Q', '-O') || (call.has('-N') && words.length === 0)) return [];
  if (words.length === 0) return [{ kind: 'shell-stdin', elsewhere: true }];
  return [{ kind: 'shell', text: joined(words), elsewhere: true }];
}
