/** What a step may leave behind it, by name: each writes the numbers of the processes that outlive it into `pids`. */
export const shapes: readonly Shape[] = [
  ['in the background', 'sleep 77 & echo $! >> pids'],
  ['holding standard output only', 'sleep 77 2> /dev/null & echo $! >> pids'],
  ['holding standard error only', 'sleep 77 > /dev/null & echo $! >> pids'],
  ['holding no output', 'sleep 77 &> /dev/null & echo $! >> pids'],
  ['in a session of its own', "setsid bash -c 'echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done"],
  [
    'in a session of its own, holding no output',
    "setsid bash -c 'echo $$ >> pids; exec sleep 77' &> /dev/null & until [[ -s pids ]]; do :; done",
  ],
  [
    'in a session and an environment of its own',
    "setsid env -i bash -c 'echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done",
  ],
  [
    'in an environment of its own, without a parent or an output',
    "(setsid env -i bash -c 'echo $$ >> pids; exec sleep 77' &> /dev/null &); until [[ -s pids ]]; do :; done",
  ],
  ['forked twice', '( (sleep 77 & echo $! >> pids) & ); until [[ -s pids ]]; do :; done'],
  [
    'forked twice in a session of its own, holding no output',
    "( (setsid bash -c 'echo $$ >> pids; exec sleep 77' &> /dev/null &) & ); until [[ -s pids ]]; do :; done",
  ],
  [
    'a daemon that closed all that it inherited',
    `setsid bash -c '
    for n in /proc/self/fd/*; do n=\${n##*/}; ((n == 255)) || eval "exec $n>&-"; done
    echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done`,
  ],
  ['under nohup', 'nohup sleep 77 > /dev/null 2>&1 & echo $! >> pids'],
  ['disowned', 'sleep 77 & echo $! >> pids; disown'],
  ['in a group of its own', 'set -m; sleep 77 & echo $! >> pids; set +m'],
  ['under timeout', 'timeout 70 sleep 77 & echo $! >> pids'],
  [
    'ignoring INT and TERM',
    `bash -c 'trap "" INT TERM; echo $$ >> pids; while :; do sleep 1 || :; done' & until [[ -s pids ]]; do :; done`,
  ],
  [
    'ignoring every signal that can be, in a session of its own',
    `setsid bash -c 'trap "" INT TERM HUP QUIT USR1; echo $$ >> pids; while :; do sleep 1 || :; done' & until [[ -s pids ]]; do :; done`,
  ],
  [
    'started again by its trap',
    `bash -c 'trap "sleep 77 & echo \\$! >> pids; exit" INT TERM; echo $$ >> pids; while :; do sleep 0.1; done' & until [[ -s pids ]]; do :; done`,
  ],
  ['replaced by exec', '(exec sleep 77) & echo $! >> pids'],
  ['at the end of a pipeline', "true | bash -c 'echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done"],
  [
    'at the beginning of a pipeline',
    "bash -c 'echo $$ >> pids; exec sleep 77' | cat & until [[ -s pids ]]; do :; done",
  ],
  ['in a subshell of a subshell', '( ( ( sleep 77 & echo $! >> pids ) ) )'],
  ['a coprocess', 'coproc sleep 77; echo $COPROC_PID >> pids'],
  ['in a process substitution', 'exec 7> >(echo $BASHPID >> pids; exec sleep 77); until [[ -s pids ]]; do :; done'],
  ['stopped', 'sleep 77 & echo $! >> pids; kill -STOP $!'],
  [
    'stopped, with a child',
    "bash -c 'echo $$ >> pids; sleep 77 & wait' & until [[ -s pids ]]; do :; done; kill -STOP $(< pids)",
  ],
  ['beside a zombie', "bash -c 'true & echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done"],
  ['twenty of them', 'for n in {1..20}; do sleep 77 & echo $! >> pids; done'],
  [
    'each the parent of the next',
    'f() { (($1)) || exec sleep 77; f $(($1 - 1)) & echo $! >> pids; wait; }; f 5 & echo $! >> pids; until (($(wc -l < pids) == 6)); do :; done',
  ],
  ['printing for ever', 'yes "un voisin bavard" & echo $! >> pids'],
  ['printing for ever on standard error', 'yes "un voisin bavard" >&2 & echo $! >> pids'],
  ['after ten thousand lines', 'seq 10000; sleep 77 & echo $! >> pids'],
  ['after a line without its end', 'printf "pas fini"; sleep 77 & echo $! >> pids'],
  ['on outputs that the step closed', 'sleep 77 & echo $! >> pids; exec 1>&- 2>&-'],
  ['on outputs that the step gave to a file', 'exec &> sortie; sleep 77 & echo $! >> pids'],
  ['on a descriptor of the step', 'exec 9> fichier; sleep 77 >&9 2>&1 & echo $! >> pids'],
  [
    'in a terminal of its own',
    `script --quiet --command 'echo $$ >> pids; exec sleep 77' /dev/null < /dev/null &> /dev/null & until [[ -s pids ]]; do :; done`,
  ],
  ['with another folder', '(cd /; sleep 77 & echo $! >> "$OLDPWD/pids")'],
  ['at a lower priority', "nice bash -c 'echo $$ >> pids; exec sleep 77' & until [[ -s pids ]]; do :; done"],
  ['reading a pipe that nobody writes', 'mkfifo tube; cat < tube & echo $! >> pids'],
];

export type Shape = readonly [name: string, text: string];
