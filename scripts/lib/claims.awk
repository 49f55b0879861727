# Published claims beside verdicts: awk -f claims.awk claims.tsv contrasts.csv, as Markdown.
#
# The first file has columns optimizer, claim, source; the second is `report --table contrasts
# --format csv`. A claim about what was not run has dashes.

# The fields of a line of CSV, without the apostrophes that keep spreadsheets from reading formulas.
function fields(line, into, count, text, quoted, i, c) {
  count = 0; text = ""; quoted = 0
  for (i = 1; i <= length(line); i++) {
    c = substr(line, i, 1)
    if (c == "\"") {
      if (quoted && substr(line, i + 1, 1) == "\"") { text = text c; i++ } else quoted = !quoted
    } else if (c == "," && !quoted) { into[++count] = text; text = "" } else text = text c
  }
  into[++count] = text
  for (i = 1; i <= count; i++) sub(/^'/, "", into[i])
  return count
}

FNR == 1 { part++ }
part == 1 && FNR > 1 {
  split($0, field, "\t")
  order[++claims] = field[1]; claim[field[1]] = field[2]; source[field[1]] = field[3]
}
part == 2 {
  sub(/\r$/, "")
  count = fields($0, value)
  if (FNR == 1) { for (i = 1; i <= count; i++) column[value[i]] = i; next }
  if (!match(value[column["table"]], / under [^:]+/)) next
  scheme = substr(value[column["table"]], RSTART + 7, RLENGTH - 7)
  if (!(scheme in seen)) { seen[scheme] = 1; schemes[++last] = scheme }
  word = value[column["verdict"]]
  points = value[column["points"]]
  if (word == "") word = "outside of the family"
  found[value[column["optimizer"]], scheme] = sprintf("%+.1f (%s), %s", points,
    value[column["95 %"]] == "" ? "no interval" : value[column["95 %"]], word)
}
END {
  FS = "\t"
  printf "| method | published claim | source |"
  for (s = 1; s <= last; s++) printf " %s |", schemes[s]
  printf "\n| --- | --- | --- |"
  for (s = 1; s <= last; s++) printf " --- |"
  print ""
  for (i = 1; i <= claims; i++) {
    name = order[i]
    printf "| %s | %s | %s |", name, claim[name], source[name]
    for (s = 1; s <= last; s++) {
      printf " %s |", (name, schemes[s]) in found ? found[name, schemes[s]] : "-"
    }
    print ""
  }
}
