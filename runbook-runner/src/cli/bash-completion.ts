import type { Command, Proposal } from './command.ts';

/**
 * The script that completes a command line in bash 5, from the data of the commands. It asks the CLI itself for the names
 * that it cannot know. It prints nothing: what cannot be found is not proposed.
 */
export function bashCompletion(commands: readonly Command[]): string {
  return `# Complétion de runbook pour bash : source <(runbook completion bash)
_runbook() {
  local word=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} option='' targets='' given=0 at
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _runbook_words ${commands.map(({ name }) => name).join(' ')} help --help --version
    return
  fi
  for ((at = 2; at < COMP_CWORD; at++)); do
    if [[ \${COMP_WORDS[at]} == '=' ]]; then
      # Bash cuts at « = »: what follows belongs to the word before, « --target=ici » as well as « --var NOM=VALEUR ».
      ((at++))
    elif [[ $option ]]; then
      option=''
    elif _runbook_takes_value "\${COMP_WORDS[at]}"; then
      option=\${COMP_WORDS[at]}
      if [[ \${COMP_WORDS[at + 1]} == '=' ]] && ((at + 2 < COMP_CWORD)); then
        [[ $option == --targets ]] && targets=\${COMP_WORDS[at + 2]}
        option='' at=$((at + 2))
      elif [[ $option == --targets ]]; then
        targets=\${COMP_WORDS[at + 1]}
      fi
    elif [[ \${COMP_WORDS[at]} != -* ]]; then
      ((given++))
    fi
  done
  [[ $word == '=' ]] && word=''
  if [[ $option ]]; then
    case $command$option in
${rows(commands.flatMap(valueRows))}
    esac
  elif [[ \${COMP_WORDS[COMP_CWORD]} == '=' || \${COMP_WORDS[COMP_CWORD - 1]} == '=' ]]; then
    return
  elif [[ $word == -?* ]]; then
    case $command in
${rows(commands.map(optionsRow))}
    esac
  else
    case $command in
${rows(commands.map(wordsRow))}
    esac
  fi
}

_runbook_takes_value() {
  case $command$1 in
${rows(commands.flatMap(takesValueRows))}
      *) return 1 ;;
  esac
}

_runbook_words() {
  local candidate plain
  _runbook_plain "$word"
  for candidate; do
    if [[ $candidate == "$plain"* ]]; then COMPREPLY+=("$candidate"); fi
  done
}

# Names that only the command knows.
_runbook_names() {
  local lines plain runbook
  _runbook_plain "\${COMP_WORDS[0]}"
  runbook=$plain
  _runbook_plain "$targets"
  mapfile -t lines < <("$runbook" completion "$1" \${plain:+--targets "$plain"} 2> /dev/null < /dev/null)
  _runbook_words "\${lines[@]}"
}

# Paths, quoted by bash itself when they need it: folders, and the files whose names end in $2.
_runbook_paths() {
  local path lines plain
  _runbook_plain "$word"
  compopt -o filenames 2> /dev/null
  mapfile -t lines < <(compgen "$1" -- "$plain")
  for path in "\${lines[@]}"; do
    if [[ $path == *"$2" || -d $path ]]; then COMPREPLY+=("$path"); fi
  done
}

# A word as the command will receive it, without the quotes that were typed.
_runbook_plain() {
  plain=\${1//\\\\/}
  plain=\${plain#[\\"\\']}
  plain=\${plain%[\\"\\']}
  if [[ $plain == '~/'* ]]; then plain=$HOME/\${plain#'~/'}; fi
}

complete -F _runbook runbook
`;
}

function rows(texts: readonly string[]): string {
  return texts.map((text) => `      ${text} ;;`).join('\n');
}

function valueRows({ name, options }: Command): readonly string[] {
  return Object.entries(options).flatMap(([option, data]) =>
    data.type === 'string' ? [`${name}--${option}) ${propose(data.proposes)}`] : [],
  );
}

function takesValueRows({ name, options }: Command): readonly string[] {
  const patterns = Object.entries(options).flatMap(([option, { type }]) =>
    type === 'string' ? [`${name}--${option}`] : [],
  );
  return patterns.length === 0 ? [] : [`${patterns.join(' | ')}) return 0`];
}

function optionsRow({ name, options }: Command): string {
  return `${name}) _runbook_words ${[...Object.keys(options), 'help'].map((option) => `--${option}`).join(' ')}`;
}

function wordsRow({ name, words, repeats }: Command): string {
  const proposals = words.map(({ proposes }) => propose(proposes)).join('; ') || ':';
  return `${name}) ${repeats ? proposals : `((given)) || { ${proposals}; }`}`;
}

/** The calls that propose what a word or a value may be. */
function propose(proposal: Proposal): string {
  switch (proposal) {
    case 'runbooks':
      return '_runbook_names runbooks; _runbook_paths -f .md';
    case 'steps':
    case 'targets':
    case 'runs':
      return `_runbook_names ${proposal}`;
    case 'documents':
      return '_runbook_paths -f .md';
    case 'files':
      return '_runbook_paths -f';
    case 'folders':
      return '_runbook_paths -d';
    default:
      return proposal.length === 0 ? 'return' : `_runbook_words ${proposal.join(' ')}`;
  }
}
