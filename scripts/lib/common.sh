# What every script needs; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "zobench: $1"
  exit "${2:-1}"
}
