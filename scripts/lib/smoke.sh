# The whole line on the smoke grid, and what its report must say; sourced after prepare.sh.

# Checks the rows of a CSV report; the columns are found by name. Settings hold commas and doubled
# quotes, so quoted fields are emptied first; no other column of the smoke grid has any.
check_report() {
  sed 's/"\([^"]\|""\)*"//g' "$1" | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    NF < 2 { next }
    {
      rows++
      name = $at["optimizer"]; peak = $at["peakBytes"] + 0; forecast = $at["forecastBytes"] + 0
      if ($at["outcome"] != "completed") wrong(name ": " $at["outcome"])
      if (peak <= 0 || peak != forecast) wrong(name ": peak " peak ", forecast " forecast)
      peaks[name] = peak
    }
    END {
      if (rows != 3) wrong(rows + 0 " rows, not 3")
      split("fo-sgd fo-adam zo-sgd", wanted, " ")
      for (i in wanted) if (!(wanted[i] in peaks)) wrong("no row of " wanted[i])
      if (!(peaks["zo-sgd"] < peaks["fo-sgd"])) wrong("zo-sgd does not peak below fo-sgd")
      if (!(peaks["zo-sgd"] < peaks["fo-adam"])) wrong("zo-sgd does not peak below fo-adam")
      exit bad
    }
    function wrong(text) { print "smoke: " text; bad = 1 }' >&2
}

run_smoke() (
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  program=$root/.build/release/zobench
  "$program" run "$root/Grids/smoke.grid" --db "$work/smoke.sqlite" --jobs 2 --quiet
  "$program" report --db "$work/smoke.sqlite" --format csv >"$work/smoke.csv"
  "$program" report --db "$work/smoke.sqlite" --format markdown
  check_report "$work/smoke.csv"
  say "smoke: three optimizers completed; forecast is the measured peak; zo-sgd peaks lowest"
)
