import type { Argument } from './argument.ts';
import { HOLE, joined, UNKNOWN_LIST } from './argument.ts';
import type { Call, Grammar, Inner } from './grammar.ts';
import { shellText } from './shells.ts';

const isAssignment = (word: Argument): boolean => /^[A-Za-z_]\w*=/u.test(word.text);
const opaque = (text: string): Inner => ({ kind: 'opaque', rule: 'EXEC-OPAQUE', text });

/** Commands that run another one: each with its options, so that the command is found. */
export const WRAPPERS: readonly Grammar[] = [
  wrapper(
    ['sudo', 'doas'],
    '-A -b -E -e -H -h -i -k -K -l -n -P -S -s -V -v -B -C= -D= -g= -p= -R= -r= -T= -t= -U= -u= --askpass --background --preserve-env? --set-home --login --non-interactive --preserve-groups --stdin --shell --bell --close-from= --chdir= --group= --prompt= --chroot= --role= --command-timeout= --type= --other-user= --user= --edit --list --validate --reset-timestamp --remove-timestamp --version',
    0,
    {
      runs: (call) => asUser(call, ['-s', '-i', '--shell', '--login']),
    },
  ),
  wrapper(
    ['env'],
    '-i -0 -v --ignore-environment --null --debug --list-signal-handling --block-signal? --default-signal? --ignore-signal? -u= -C= -S= --unset= --chdir= --split-string=',
    0,
    {
      runs: (call) => {
        if (call.has('-S', '--split-string')) return [opaque('découpe un texte en commande')];
        return withEnvironment(call.operands);
      },
    },
  ),
  wrapper(['nice'], '-n= --adjustment= -0 -1 -2 -3 -4 -5 -6 -7 -8 -9'),
  wrapper(['ionice'], '-c= -n= -t --class= --classdata= --ignore -p= -P= -u='),
  wrapper(['chrt'], '-a -b -f -i -m -o -p -r -R -v -T= -P= -D= --all-tasks --batch --fifo --idle --other --rr', 1),
  wrapper(['taskset'], '-a -c -p --all-tasks --cpu-list --pid', 1),
  wrapper(['stdbuf'], '-i= -o= -e= --input= --output= --error='),
  wrapper(['timeout'], '-k= -s= -v -f -p --kill-after= --signal= --preserve-status --foreground --verbose', 1),
  wrapper(
    [
      'nohup',
      'setsid',
      'catchsegv',
      'dbus-run-session',
      'unbuffer',
      'chronic',
      'proxychains',
      'torsocks',
      'eatmydata',
      'tini',
      'dumb-init',
    ],
    '-c -f -w -q --ctty --fork --wait -g -s -v --',
  ),
  wrapper(
    ['prlimit'],
    '-p= -o= -h -V -c? -d? -e? -f? -i? -l? -m? -n? -q? -r? -s? -t? -u? -v? -x? -y? --pid= --output= --noheadings --raw --verbose --core? --data? --nice? --fsize? --sigpending? --memlock? --rss? --nofile? --msgqueue? --rtprio? --stack? --cpu? --nproc? --as? --locks? --rttime?',
  ),
  wrapper(['time'], '-a -p -q -v -f= -o= --append --portability --quiet --verbose --format= --output='),
  wrapper(['faketime'], '-f -m --exclude-monotonic', 1),
  wrapper(['gosu', 'su-exec', 'setuidgid', 'chpst'], '', 1),
  wrapper(
    ['setpriv'],
    '--clear-groups --keep-groups --init-groups --no-new-privs --reset-env --dump -d --reuid= --regid= --ruid= --euid= --rgid= --egid= --groups= --inh-caps= --bounding-set= --ambient-caps= --securebits= --pdeathsig= --selinux-label= --apparmor-profile=',
  ),
  wrapper(['chroot'], '--userspec= --groups= --skip-chdir', 1, {
    runs: (call) =>
      call.operands.length > 1 ? [{ kind: 'command', argv: call.operands.slice(1) }] : [{ kind: 'shell-stdin' }],
  }),
  wrapper(
    ['nsenter'],
    '-a -m? -u? -i? -n? -p? -U? -C? -T? -t= -S= -G= -r? -w? -W= -F -Z -e --all --mount? --uts? --ipc? --net? --pid? --user? --cgroup? --time? --target= --setuid= --setgid= --root? --wd? --wdns= --no-fork --preserve-credentials --env',
    0,
    { runs: orShell },
  ),
  wrapper(
    ['unshare'],
    '-m? -u? -i? -n? -p? -U? -C? -T? -f -r -c --fork --map-root-user --map-current-user --mount-proc? --mount? --uts? --ipc? --net? --pid? --user? --cgroup? --time? --kill-child? --propagation= --setgroups= -R= --root= -w= --wd= -S= -G=',
    0,
    { runs: orShell },
  ),
  wrapper(
    ['runuser', 'su'],
    '-c= --command= --session-command= -f --fast -g= --group= -G= --supp-group= -l - --login -m -p --preserve-environment -P --pty -s= --shell= -u= --user= -w= --whitelist-environment=',
    0,
    {
      stop: false,
      runs: switchUser,
    },
  ),
  wrapper(
    ['flock'],
    '-s -x -e -n -u -o -F -v -w= -E= --shared --exclusive --nonblock --nb --unlock --close --no-fork --verbose --wait= --timeout= --conflict-exit-code=',
    0,
    { runs: locked },
  ),
  wrapper(
    ['systemd-run', 'systemd-inhibit', 'systemd-cat'],
    '--wait --pipe -P --pty -t --scope --user --system --collect -G --no-block -q --quiet -r --remain-after-exit --same-dir -d --send-sighup --slice-inherit --no-ask-password --no-pager -S --shell --unit= -u= -p= --property= --description= --slice= -E= --setenv= --uid= --gid= --nice= --working-directory= --service-type= -H= --host= -M= --machine= --on-active= --on-boot= --on-calendar= --on-startup= --on-unit-active= --timer-property= --path-property= --what= --who= --why= --mode= --identifier= --priority= --stderr-priority=',
    0,
    {
      runs: (call) =>
        call.values('-p', '--property', '--timer-property', '--path-property').length > 0
          ? [opaque('reçoit des propriétés qui peuvent lancer un programme'), ...orShell(call)]
          : orShell(call),
    },
  ),
  wrapper(
    ['xargs'],
    '-0 -r -t -p -x -o -a= -d= -E= -e? -I= -i? -J= -L= -l? -n= -P= -R= -s= --null --no-run-if-empty --verbose --interactive --exit --open-tty --arg-file= --delimiter= --eof? --replace? --max-lines? --max-args= --max-procs= --max-chars= --process-slot-var= --show-limits',
    0,
    { runs: perItem },
  ),
  wrapper(['parallel'], '', 0, { runs: () => [opaque('compose des commandes à partir de ce qu’il lit')] }),
  wrapper(
    ['watch'],
    '-b -c -C -d? -e -g -n= -p -q= -r -t -w -x -s= --beep --color --differences? --errexit --chgexit --interval= --precise --no-title --exec',
    0,
    {
      runs: (call) => (call.has('-x', '--exec') ? [{ kind: 'command', argv: call.operands }] : asText(call.operands)),
    },
  ),
  wrapper(
    ['strace', 'ltrace'],
    '-f -ff -c -C -q -r -t -T -v -x -y -i -k -n -w -z -Z -a= -b= -e= -E= -I= -o= -O= -p= -P= -s= -S= -u= -U= -X=',
  ),
  wrapper(
    ['script'],
    '-a -e -f -q -c= -E= -I= -O= -B= -T= -m= -o= -t? --append --return --flush --quiet --command= --force --echo= --log-in= --log-out= --log-io= --log-timing= --logging-format= --output-limit=',
    0,
    {
      stop: false,
      runs: (call) => {
        const texts = call.values('-c', '--command');
        return texts.length > 0 ? texts.map((text) => ({ kind: 'shell', text })) : [{ kind: 'shell-stdin' }];
      },
    },
  ),
  wrapper(['busybox', 'toybox'], ''),
  wrapper(['ssh-agent'], '-c -D -d -k -s -a= -E= -O= -P= -t='),
  wrapper(
    [
      'firejail',
      'bwrap',
      'fakeroot',
      'cgexec',
      'numactl',
      's6-setuidgid',
      'with-contenv',
      'linux32',
      'linux64',
      'setarch',
      'rlwrap',
      'sg',
      'newgrp',
      'pkexec',
      'entr',
      'inotifywait',
      'sshpass',
      'mispipe',
      'ifne',
      'pee',
    ],
    '',
    0,
    {
      runs: () => [opaque('lance une commande d’une façon qui n’est pas jugée')],
    },
  ),
];

/** A command that runs the command that follows its options and its first `skip` operands. */
function wrapper(names: readonly string[], options: string, skip = 0, more: Partial<Grammar> = {}): Grammar {
  return {
    names,
    options,
    stop: true,
    runs: (call) => (call.operands.length > skip ? [{ kind: 'command', argv: call.operands.slice(skip) }] : []),
    ...more,
  };
}

function withEnvironment(operands: readonly Argument[]): readonly Inner[] {
  const first = operands.findIndex((word) => !isAssignment(word));
  const count = first < 0 ? operands.length : first;
  const inner: Inner[] = [];
  if (count > 0) inner.push({ kind: 'environment', words: operands.slice(0, count) });
  if (count < operands.length) inner.push({ kind: 'command', argv: operands.slice(count) });
  return inner;
}

function asUser(call: Call, shell: readonly string[]): readonly Inner[] {
  if (call.has(...shell)) {
    const first = call.operands.findIndex((word) => !isAssignment(word));
    const count = first < 0 ? call.operands.length : first;
    const words = call.operands.slice(count);
    return [
      ...(count > 0 ? [{ kind: 'environment', words: call.operands.slice(0, count) } as const] : []),
      ...(words.length > 0 ? asText(words) : [{ kind: 'shell-stdin' } as const]),
    ];
  }
  return withEnvironment(call.operands);
}

function asText(words: readonly Argument[]): readonly Inner[] {
  return words.length === 0 ? [] : [{ kind: 'shell', text: joined(words) }];
}

function orShell(call: Call): readonly Inner[] {
  return call.operands.length > 0 ? [{ kind: 'command', argv: call.operands }] : [{ kind: 'shell-stdin' }];
}

// `runuser -u USER -- COMMAND…`, or `su [-] [USER] [-c TEXT | ARGUMENTS OF THE SHELL…]`.
function switchUser(call: Call): readonly Inner[] {
  const texts = call.values('-c', '--command', '--session-command');
  if (call.has('-s', '--shell')) {
    const named = call.values('-s', '--shell').every((value) => /^(\/usr)?(\/bin\/)?(ba|da)?sh$/u.test(value.text));
    if (!named) return [opaque('lance un shell qui n’est pas jugé')];
  }
  if (texts.length > 0) return texts.map((text) => ({ kind: 'shell', text }));
  if (call.has('-u', '--user')) {
    const start = call.args.findIndex((word) => word.text === '--');
    const argv = start >= 0 ? call.args.slice(start + 1) : call.operands;
    return [{ kind: 'command', argv }];
  }
  const operands = call.operands.filter((word) => word.text !== '-');
  return shellText({ ...call, args: operands.slice(1) });
}

// The lock is a file or a descriptor; then a command, or -c and a text.
function locked(call: Call): readonly Inner[] {
  const [, second, third] = call.operands;
  if (second === undefined) return [];
  if (/^(-c|--command)$/u.test(second.text)) return third === undefined ? [] : [{ kind: 'shell', text: third }];
  return [{ kind: 'command', argv: call.operands.slice(1) }];
}

// Whatever is read becomes more words, or replaces the mark of -I in each.
function perItem(call: Call): readonly Inner[] {
  if (call.operands.length === 0) return [];
  const marks = call
    .values('-I', '-i', '--replace', '-J')
    .map((mark) => (mark.split || mark.text === '' ? '{}' : mark.text));
  if (marks.length === 0) return [{ kind: 'command', argv: [...call.operands, UNKNOWN_LIST], consumes: true }];
  return [{ kind: 'command', argv: call.operands.map((word) => withHoles(word, marks)), consumes: true }];
}

/** A word in which another takes the place of each mark: it is no longer the one that is written. */
export function withHoles(word: Argument, marks: readonly string[]): Argument {
  if (!marks.some((mark) => word.text.includes(mark))) return word;
  const text = marks.reduce((before, mark) => before.replaceAll(mark, HOLE), word.text);
  return { text, split: word.split, glob: word.glob };
}
