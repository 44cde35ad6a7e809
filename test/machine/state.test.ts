import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../runbook-runner/src/machine/local/local-session.ts';
import { newFolder, newSession, run, said } from './in-session.ts';

const blocks: readonly Block[] = JSON.parse(
  readFileSync(new URL('../fixtures/machine/awkward-blocks.json', import.meta.url), 'utf8'),
);

/** What cannot be kept by any protocol without changing the text that runs: these say so. */
const SAID_TO_BE_LOST = ['builtin-trap', 'exec', 'kill9', 'rm-cwd', 'disable-trap'];

test('the 48 awkward blocks are all there', () => {
  expect(blocks).toHaveLength(48);
});

test.each(blocks)(
  'after the block « $name » the next step sees what a terminal would, or it is said',
  async (block) => {
    const { session, home } = await newSession();
    const { execution } = await run(session, block.text);
    const ending = execution.outcome === 'exited' ? execution.status : null;
    const next = await run(session, `${block.ask}; set +x; builtin pwd`);

    if (SAID_TO_BE_LOST.includes(block.name)) {
      expect(execution).toMatchObject({ state: { kept: false } });
      expect(ending).toBe(block.status);
    } else if (block.name === 'return-top') {
      expect(said(execution)).toEqual([
        'L’étape s’est arrêtée sur « return 4 2> /dev/null » : hors d’une fonction, bash refuse return (statut 2) ; employez exit.',
      ]);
      expect(next.stdout).toBe(`${block.answer}\n${home}\n`);
    } else {
      expect(execution).toMatchObject({ state: { kept: true } });
      expect(ending).toBe(block.status);
      expect(next.stdout).toBe(`${block.answer}\n${home}\n`);
    }
  },
);

test('a step starts where the one before left off: folder, variables, arrays, functions, options, umask, traps', async () => {
  const { session, home } = await newSession({ variables: new Map([['SITE', "l'école"]]) });
  await run(
    session,
    `mkdir -p 'a b' && cd 'a b'; umask 027; shopt -s extglob; set -f; unset -v HOME
declare -A MAP=(["clé 1"]=$'x\\ny'); declare -A EMPTY; declare -i N=3; declare -n REF=SITE; LIST=(1 '2 3')
hello() { case $1 in +(a)) cat <<END
bonjour $SITE
END
;; esac; }; shared() { echo shared; }; export -f shared; trap 'echo handled' USR1`,
  );
  const { stdout, stderr } = await run(
    session,
    `pwd; umask; echo *; echo "\${HOME-none}"; declare -p MAP EMPTY N REF LIST; hello aa; bash -c shared; kill -USR1 $$; cd -`,
  );
  expect(stderr).toBe('');
  expect(stdout).toBe(
    [
      `${home}/a b`,
      '0027',
      '*',
      'none',
      `declare -A MAP=(["clé 1"]=$'x\\ny' )`,
      'declare -A EMPTY',
      'declare -i N="3"',
      'declare -n REF="SITE"',
      'declare -a LIST=([0]="1" [1]="2 3")',
      "bonjour l'école",
      'shared',
      'handled',
      home,
      '',
    ].join('\n'),
  );
});

test('every step starts strict, whatever the one before has switched off', async () => {
  const { session } = await newSession();
  await run(session, 'set +eEu +o pipefail +o noclobber');
  const { stdout } = await run(
    session,
    'echo $-; shopt -po pipefail noclobber errexit nounset errtrace; shopt -p inherit_errexit',
  );
  expect(stdout).not.toContain('+o');
  expect(stdout).toContain('shopt -s inherit_errexit');
});

test('a value of the runbook is a shell variable that is not exported', async () => {
  const { session } = await newSession({ variables: new Map([['V', `a'b"c$d\\\n`]]) });
  const { stdout } = await run(session, 'printf "<%s>" "$V"; bash -c \'printf "<%s>" "${V-none}"\'');
  expect(stdout).toBe(`<a'b"c$d\\\n><none>`);
});

test('the listing of traps shows the handlers of the step and nothing of the runner', async () => {
  const { session } = await newSession();
  const { stdout } = await run(session, `trap; trap 'echo bye' EXIT; trap; old=$(trap -p EXIT); echo "$old"`);
  expect(stdout).toBe("trap -- 'echo bye' EXIT\ntrap -- 'echo bye' EXIT\nbye\n");
});

test('what does not last is said', async () => {
  const { session } = await newSession();
  const text =
    'sleep 0 & wait; set -- a b; alias ll=ls; exec 5</dev/null; pushd / >/dev/null; ulimit -f 7000; enable -n test';
  expect(said((await run(session, text)).execution)).toEqual([
    'Les paramètres positionnels ($1…) ne durent qu’une étape : 2 perdu(s).',
    'La pile de dossiers (pushd) ne dure qu’une étape ; le dossier courant est conservé.',
    'Les alias ne durent qu’une étape : ll.',
    'Les commandes internes désactivées (enable -n) ne le sont que pour une étape : test.',
    'Les descripteurs ouverts ne durent qu’une étape : 5.',
    'Les limites (ulimit) ne durent qu’une étape : file size -f.',
  ]);
});

test('a step whose state is lost leaves the state before it', async () => {
  const { session } = await newSession();
  await run(session, 'A=1');
  const lost = await run(session, 'A=2; kill -9 $$');
  expect(lost.execution).toMatchObject({ outcome: 'signalled', signal: 'SIGKILL', state: { kept: false } });
  expect((await run(session, 'echo $A')).stdout).toBe('1\n');
});

test('what a handler on DEBUG prints goes to the output of the step, and its state is kept whole', async () => {
  const { session, home } = await newSession();
  const { execution } = await run(session, `set -T; trap 'echo "debug $BASH_COMMAND"' DEBUG; A=2`);
  expect(execution).toMatchObject({ outcome: 'exited', status: 0, state: { kept: true } });
  expect(session.state().cwd).toBe(home);
  const { stdout } = await run(session, 'trap - DEBUG; echo "A=$A"; shopt -po functrace');
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual(['A=2', 'set -o functrace']);
});

test('a session starts without a folder to go back to', async () => {
  const { session } = await newSession();
  expect((await run(session, 'echo "${OLDPWD-none}"')).stdout).toBe('none\n');
});

test('of a variable that a function hides as the step ends in it, the global value is kept', async () => {
  const { session } = await newSession();
  const { execution } = await run(session, 'V=global; W=set; f() { local V=local W; W=inner; exit 3; }; f');
  expect(execution).toMatchObject({ outcome: 'exited', status: 3, state: { kept: true } });
  expect((await run(session, 'echo $V $W')).stdout).toBe('global set\n');
});

test('a local variable of the functions in which the step ends is not a variable of the session', async () => {
  const { session } = await newSession();
  const { execution } = await run(
    session,
    'V=global; f() { local V=f ONLY=f _V=f; g; }; g() { local V=g IFS=,; local -a LIST=(1); exit; }; f',
  );
  expect(execution).toMatchObject({ outcome: 'exited', status: 0, state: { kept: true } });
  const { stdout } = await run(session, 'echo "$V ${ONLY-none} ${LIST-none} ${_V-none} ${IFS@Q}"');
  expect(stdout).toBe("global none none none $' \\t\\n'\n");
});

test('another process opens the session where it was, and its constants are known without running anything', async () => {
  const { session, options, home } = await newSession({ variables: new Map([['A', '1']]) });
  await run(
    session,
    'A=2; B=(x "y z"); C=([1]=x); declare -A D=([0]=x); f() { echo "f $A"; }; export PATH=$PATH:/opt; cd /',
  );
  const again = await openSession({ ...options, cwd: home });
  expect(again.state().cwd).toBe('/');
  expect(again.state().variables.get('PATH')).toBe(`${options.env.PATH}:/opt`);
  expect(again.state().variables.get('A')).toBe('2');
  expect(again.state().variables.get('B')).toEqual(['x', 'y z']);
  expect([again.state().variables.has('C'), again.state().variables.has('D')]).toEqual([false, false]);
  expect(again.state().functions.get('f')).toBe('f () \n{ \n    echo "f $A"\n}\n');
  expect((await run(again, 'f; pwd')).stdout).toBe('f 2\n/\n');
});

test('a session opened elsewhere has its own environment, save what a step changed or unset', async () => {
  const { options } = await newSession();
  const ours = { ...options.env, AGENT: 'ancien', SAME: 'a', GONE: 'a', READONLY: 'a', PLAIN: 'a' };
  const first = await openSession({ ...options, env: ours });
  await run(first, 'export LANG=fr; unset -v GONE; readonly READONLY; declare +x PLAIN; export ADDED=1; true');
  await run(first, 'LANG=C.UTF-8');
  const { AGENT: _, ...others } = ours;
  const again = await openSession({
    ...options,
    env: { ...others, HOME: '/nouveau', TERM: 'xterm', SAME: 'b', READONLY: 'b' },
  });
  const names = 'for n in HOME TERM AGENT SAME GONE READONLY PLAIN LANG ADDED; do echo "$n=${!n-rien}"; done';
  const { stdout } = await run(again, `${names}; bash -c 'echo "\${PLAIN-privée}"'`);
  expect(stdout.trim().split('\n')).toEqual([
    'HOME=/nouveau',
    // Bash sets it by itself where there is none.
    'TERM=xterm',
    'AGENT=rien',
    'SAME=b',
    'GONE=rien',
    'READONLY=a',
    'PLAIN=a',
    'LANG=C.UTF-8',
    'ADDED=1',
    'privée',
  ]);
});

test('a session whose folder has dollars in its name finds it again', async () => {
  const dir = join(newFolder(), "$& $$ $' session");
  const { session, options } = await newSession({ dir });
  await run(session, `SERVICES="${dir.replaceAll('$', '\\$')}/services"`);
  const again = await openSession(options);
  expect(again.state().variables.get('SERVICES')).toBe(`${dir}/services`);
});

test('what is known before a step holds what its shell is given: the environment, save what was unset', async () => {
  const { session, home } = await newSession();
  expect(session.state().variables.get('HOME')).toBe(home);
  await run(session, 'unset -v LANG; PATH=(a b)');
  expect(session.state().variables.get('HOME')).toBe(home);
  expect([session.state().variables.has('LANG'), session.state().variables.get('PATH')]).toEqual([false, ['a', 'b']]);
});

test('a folder that has gone between two steps stops the second before it begins', async () => {
  const { session, home } = await newSession();
  await run(session, 'mkdir gone; cd gone');
  await run((await newSession()).session, `rmdir ${home}/gone`);
  const { execution, stdout } = await run(session, 'echo ran');
  expect(stdout).toBe('');
  expect(execution).toEqual({
    outcome: 'not-started',
    reason: 'le dossier courant de la session n’existe plus ou n’est plus accessible',
  });
});

interface Block {
  readonly name: string;
  readonly text: string;
  /** Null: killed. */
  readonly status: number | null;
  /** A command for the next step, and what it prints. */
  readonly ask: string;
  readonly answer: string;
}

test('a handler on ERR lasts and is called once; those on DEBUG and RETURN do not, which is said', async () => {
  const { session } = await newSession();
  const set = await run(session, `trap 'echo "erreur $?"' ERR; trap 'echo retour' RETURN; true`);
  expect(said(set.execution)).toEqual([
    'Les trap RETURN ne durent qu’une étape ; ceux des autres conditions sont gardés.',
  ]);
  const failed = await run(session, 'f() { true; }; f; (exit 3)');
  expect(failed.execution).toMatchObject({ outcome: 'exited', status: 3 });
  expect(failed.stdout).toBe('erreur 3\n');
  expect((await run(session, 'trap -p ERR RETURN')).stdout).toBe(`trap -- 'echo "erreur $?"' ERR\n`);
});

test('a function that holds patterns of extglob lasts, whatever the option is at the end', async () => {
  const { session } = await newSession();
  await run(
    session,
    'shopt -s extglob\nf() { case $1 in +(a)) echo des a ;; !(b)) echo pas b ;; esac; }\nshopt -u extglob',
  );
  const { execution, stdout } = await run(session, 'shopt -q extglob || echo sans; shopt -s extglob; f aa; f c');
  expect(execution).toMatchObject({ outcome: 'exited', status: 0 });
  expect(stdout).toBe('sans\ndes a\npas b\n');
});

test('exported functions are exported in the next step, whatever their names, and nothing else is called', async () => {
  const { session } = await newSession();
  await run(session, "declare() { echo 'appelée'; }; a-b() { echo trait; }; export -f declare a-b; readonly -f a-b");
  const { stdout, stderr } = await run(
    session,
    "echo début; bash -c 'declare; a-b'; export -nf a-b; bash -c a-b || a-b",
  );
  expect(stdout).toBe('début\nappelée\ntrait\ntrait\n');
  expect(stderr).toBe('bash: line 1: a-b: command not found\n');
  expect((await run(session, 'bash -c a-b 2>&- || echo non')).stdout).toBe('non\n');
});

test('in posix mode no handler is said to be lost that was never set', async () => {
  const { session } = await newSession();
  const { execution } = await run(session, "set -o posix; trap 'echo erreur' ERR");
  expect(said(execution)).toEqual([]);
  const next = await run(session, "trap -p ERR; trap ':' DEBUG");
  expect(next.stdout).toBe("trap -- 'echo erreur' ERR\n");
  expect(said(next.execution)).toEqual([
    'Les trap DEBUG ne durent qu’une étape ; ceux des autres conditions sont gardés.',
  ]);
});
