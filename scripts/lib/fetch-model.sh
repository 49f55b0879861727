# shellcheck shell=bash
# Models of the Hugging Face Hub, by the Hub's own client; sourced after common.sh.

fetch_cache=${XDG_CACHE_HOME:-$HOME/.cache}/zobench

fetch_model() {
  local name='' convert=() argument
  for argument; do
    case $argument in
      --convert) convert=(--convert) ;;
      -*) stop "fetch model: there is no option '$argument'" 64 ;;
      *)
        [[ -z $name ]] || stop "fetch model: one model at a time, not '$name' and '$argument'" 64
        name=$argument
        ;;
    esac
  done
  [[ -n $name ]] || stop "fetch model: which one? As scripts/fetch model facebook/opt-125m" 64
  check_model_name "$name"
  local python
  python=$(python_with huggingface_hub)
  if ((${#convert[@]})); then python=$(python_with huggingface_hub torch safetensors numpy); fi
  # shellcheck disable=SC2154 # common.sh sets root.
  "$python" "$root/scripts/lib/fetch_model.py" "${name%%@*}" "$(revision_of "$name")" \
    ${convert[@]+"${convert[@]}"}
}

# The same names as the program takes: nothing that could leave the cache.
check_model_name() {
  local word='[A-Za-z0-9_][A-Za-z0-9._-]*'
  [[ $1 =~ ^$word(/$word)?(@$word(/$word)*)?$ && $1 != *..* && ${1%%@*} != *--* ]] ||
    stop "fetch model: '$1' is no name on the Hub; as facebook/opt-125m or facebook/opt-125m@main" 64
}

revision_of() {
  if [[ $1 == *@* ]]; then printf '%s' "${1#*@}"; else printf main; fi
}

# Prints a Python that has the modules: the system's, else that of an environment made for this.
python_with() {
  command -v python3 >/dev/null || stop "needs python3 for the Hub's client; install it"
  local modules environment=$fetch_cache/python
  modules=$(printf 'import %s;' "$@")
  if python3 -c "$modules" 2>/dev/null; then
    command -v python3
    return
  fi
  if ! "$environment/bin/python" -c "$modules" 2>/dev/null; then
    say "installing $* into $environment"
    make_environment "$environment" "$@"
  fi
  printf '%s\n' "$environment/bin/python"
}

make_environment() {
  local environment=$1 log
  shift
  log=$(mktemp)
  if ! { python3 -m venv "$environment" &&
    "$environment/bin/python" -m pip install --quiet "$@"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    stop "could not install $*; is this machine offline? The model can be fetched elsewhere, and \
its directory named instead of the model" 69
  fi
  rm -f "$log"
}
