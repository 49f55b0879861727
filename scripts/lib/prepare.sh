# What the build needs from the system; sourced after common.sh.

packages=(libsqlite3-dev)

is_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Installs the Debian packages that are missing; elsewhere the build says what it lacks.
install_packages() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() package
  for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      stop "needs ${missing[*]}, and there is no sudo; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    stop "could not install ${missing[*]}; install them and run this again"
  fi
  rm -f "$log"
}

# Requires Swift 6.2 or newer.
require_swift() {
  command -v swift >/dev/null ||
    stop "needs Swift 6.2 or newer, and there is no 'swift' on PATH; see https://swift.org/install"
  local text version
  text=$(swift --version 2>/dev/null) || true
  version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$text" | head -n 1)
  [[ $version =~ ^([0-9]+)\.([0-9]+)$ ]] || stop "cannot read the version of 'swift --version'"
  ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 2))) ||
    stop "needs Swift 6.2 or newer, found $version; see https://swift.org/install"
}

# Builds the program in release mode; says nothing unless it fails.
build_program() {
  local log
  log=$(mktemp)
  [[ -x $root/.build/release/zobench ]] ||
    say "building (the first time takes some minutes)"
  if ! swift build --package-path "$root" -c release --product zobench >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    stop "the build failed; its log is above"
  fi
  rm -f "$log"
}
