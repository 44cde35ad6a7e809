# Read by bash (through BASH_ENV) before the text of each step; by `runbook shell` through --rcfile.
# Restores the state of the session, waits for the runner's word, and gives the state back when the step ends.
# Builtins only, and `builtin` before each once the step's functions are back: any name may be shadowed.
# See docs/decisions/0003.

exec {__rb_fd}>&4 4>&-           # the record goes out there; the runner's word comes in by 3
__rb_pid=$BASHPID __rb_user='' __rb_bad='' __rb_rc=0 __rb_n='' __rb_cmd='' __rb_argc=0 __rb_opt=''
__rb_state=$RB_STATE __rb_kept='' __rb_brief='' __rb_last='' __rb_set='' __rb_shopt='' __rb_open='' __rb_fresh="$SHELLOPTS $BASHOPTS"
builtin unset -v BASH_ENV ENV RB_PRELUDE RB_STATE
for __rb_n in /proc/self/fd/*; do   # descriptors that the runner's own parents left open
  __rb_n=${__rb_n##*/}
  ((__rb_n < 4 || __rb_n == 255 || __rb_n == __rb_fd)) || exec {__rb_n}>&-
done

__rb_refuse() { builtin printf 'refused %s\0' "$1" >&"$__rb_fd"; builtin exit 125; }

__rb_exit='{ __rb_rc=$? __rb_opt=$- __rb_cmd=$BASH_COMMAND __rb_argc=$# __rb_set=$SHELLOPTS __rb_shopt=$BASHOPTS; builtin set +vxTE; __rb_kept=$(builtin trap -p ERR) __rb_brief=$(builtin trap -p DEBUG RETURN); builtin trap - ERR DEBUG RETURN; } 2>/dev/null; __rb_end'

trap() {                         # keep the step's EXIT handler aside: it runs after the capture
  local __rb_s=0 __rb_t
  if (($# == 0)) || [[ $1 == -p || $1 == -- && $# -eq 1 ]]; then
    __rb_list_traps "$@"; return
  fi
  builtin trap "$@" || __rb_s=$?
  if ((BASHPID == __rb_pid)); then
    __rb_t=$(builtin trap -p EXIT)
    [[ $__rb_t == *__rb_end* ]] || { __rb_user=$__rb_t; builtin trap -- "$__rb_exit" EXIT; }
  fi
  return "$__rb_s"
}

__rb_list_traps() {              # the listing shows the step's handlers, never ours
  local __rb_s=0 __rb_t
  if ((BASHPID == __rb_pid)); then
    builtin trap - EXIT; [[ ! $__rb_user ]] || builtin eval "builtin $__rb_user"
    builtin trap "$@" || __rb_s=$?
    builtin trap -- "$__rb_exit" EXIT
    return "$__rb_s"
  fi
  if [[ ${2-} == EXIT || ${2-} == 0 ]] && __rb_t=$(builtin trap -p EXIT) && [[ $__rb_t == *__rb_end* ]]; then
    [[ ! $__rb_user ]] || builtin printf '%s\n' "$__rb_user"
    return 0
  fi
  builtin trap "$@"
}

__rb_end() {
  if [[ ! $__rb_user ]]; then __rb_capture; return; fi
  (__rb_capture)
  builtin set +e; builtin eval "builtin set -- ${__rb_user#trap -- }"; __rb_status; builtin eval "$1"
}

__rb_status() { return "$__rb_rc"; }

__rb_capture() {                 # what is open is looked at before the redirections of the dump open more
  local __rb_n __rb_v
  builtin set +euf
  for __rb_n in /proc/self/fd/*; do
    __rb_v=${__rb_n##*/}
    [[ ! -e $__rb_n || $__rb_v -lt 3 || $__rb_v -eq 255 || $__rb_v -eq $__rb_fd ]] || __rb_open+=" $__rb_v"
  done
  __rb_dump >&"$__rb_fd" 2>/dev/null
}

__rb_dump() {                    # NUL-separated records, the nonce at both ends
  local __rb_n __rb_all
  builtin printf 'begin %s %s\0fresh %s\0options %s %s\0command %s\0arguments %s\0stack %s\0descriptors%s\0cwd ' \
    "$__rb_nonce" "$__rb_rc" "$__rb_fresh" "$__rb_set" "$__rb_shopt" "$__rb_cmd" "$__rb_argc" "${#DIRSTACK[@]}" "$__rb_open"
  builtin set +o posix; builtin pwd; builtin printf '\0jobs '; builtin jobs -p
  builtin printf '\0umask '; builtin umask -p; builtin printf '\0limits '; builtin ulimit -Sa
  builtin printf '\0aliases '; builtin alias -p; builtin printf '\0disabled '; builtin enable -n
  builtin trap - EXIT; builtin printf '\0trap '; builtin trap -p; builtin printf '%s\n' "$__rb_kept"
  builtin printf '\0momentary %s' "$__rb_brief"
  builtin trap - ERR DEBUG RETURN; builtin unset -f trap __rb_refuse __rb_list_traps __rb_end __rb_status __rb_capture __rb_dump
  builtin printf '\0functions '; builtin declare -F; builtin printf '\0bodies '; builtin declare -f
  builtin printf '\0declared '; builtin declare -p
  if ((__rb_rc || ${#FUNCNAME[@]} > 4)); then   # in a function: its locals give way to what they hide, the global at last
    builtin printf -v __rb_all '"${!%s@}" ' _ {a..z} {A..Z}; builtin eval "__rb_all=($__rb_all)"
    for __rb_n in "${__rb_all[@]}"; do
      case $__rb_n in
        __rb_*|_|PIPESTATUS|FUNCNAME|BASH_ARGC|BASH_ARGV|BASH_COMMAND|BASH_LINENO|BASH_REMATCH|BASH_SOURCE) continue;;
      esac                       # (bash sets these anew as commands run)
      while [[ ! -R $__rb_n ]] && builtin shopt -s localvar_unset && builtin unset -v "$__rb_n" &&
        builtin declare -p "$__rb_n" >/dev/null
      do
        builtin shopt -u localvar_unset; builtin unset -v "$__rb_n"
        builtin printf '\0local %s\0declared ' "$__rb_n"; builtin declare -p "$__rb_n"
      done
    done
  fi
  builtin printf '\0end %s\0' "$__rb_nonce"
}

# The gate. End of file (the runner died before its journal was written): leave without running anything.
# All of the word is read before anything may fail: what is left unread in a socket costs the other side an error.
builtin mapfile -t -d '' -u 3 __rb_given   # a nonce, the name and the value of each secret, the nonce again
exec 3>&-
[[ ${#__rb_given[@]} -gt 1 && ${__rb_given[-1]} == "${__rb_given[0]}" ]] || builtin exit 125
__rb_nonce=${__rb_given[0]}

builtin source "$__rb_state" || __rb_refuse state
[[ ! $__rb_bad ]] || __rb_refuse "variables$__rb_bad"
for ((__rb_n = 1; __rb_n < ${#__rb_given[@]} - 1; __rb_n += 2)); do
  builtin printf -v "${__rb_given[__rb_n]}" %s "${__rb_given[__rb_n + 1]}"
  builtin export -n "${__rb_given[__rb_n]}"
done
builtin unset -v __rb_given; __rb_cmd=''
builtin trap -- "$__rb_exit" EXIT
builtin printf 'begun %s\0' "$__rb_nonce" >&"$__rb_fd"
builtin shopt -s inherit_errexit
[[ $- == *i* ]] || builtin set -Eeuo pipefail -o noclobber
builtin eval "$__rb_last"        # options and traps that would be seen at work above: xtrace, posix, DEBUG
