#!/usr/bin/env python3
"""Runs the Python of exported cards in peft and transformers and compares its labels with zobench's.

    zobench run GRID --export DIR
    python scripts/peers/cards.py path/to/zobench DIR ROWS.jsonl

ROWS has the fields of the task's prompt, one JSON object per line. Every directory below DIR is
what `run --export` wrote: the snippet of its README.md is executed in it as it stands, predict(row)
is asked for every row, and the answers are compared with those of `zobench predict`. The card's
metadata must be YAML whose base_model, if any, is the name of a repository and no path.
Needs torch, transformers and peft. Exits with 1 if any label differs or a card is wrong.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml


def card(directory):
    text = (directory / "README.md").read_text()
    metadata = yaml.safe_load(re.match(r"---\n(.*?)\n---\n", text, re.S).group(1))
    base = metadata.get("base_model")
    assert base is None or re.fullmatch(r"[\w.-]+/[\w.-]+", base), f"base_model {base!r}"
    assert metadata["library_name"] in ("peft", "transformers"), metadata
    for part in ("## Scores", "## Prompt", "## Use", "## Training", "- seed: ", "- command: "):
        assert part in text, f"no {part!r}"
    return re.search(r"```python\n(.*?)\n```", text, re.S).group(1)


def labels(directory, rows):
    here = os.getcwd()
    names = {}
    code = card(directory)
    os.chdir(directory)
    try:
        exec(compile(code, str(directory / "README.md"), "exec"), names)
        return [names["predict"](row) for row in rows]
    finally:
        os.chdir(here)


def own(program, directory, rows):
    kind = "--adapter" if (directory / "adapter_config.json").exists() else "--model"
    out = subprocess.run(
        [program, "predict", rows, kind, directory, "--format", "jsonl"], check=True,
        capture_output=True, text=True).stdout
    return [json.loads(line)["prediction"] for line in out.splitlines()]


def main(program, root, path):
    rows = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]
    failures = 0
    for directory in sorted(d for d in pathlib.Path(root).resolve().iterdir() if d.is_dir()):
        theirs, ours = labels(directory, rows), own(program, directory, path)
        same = sum(a == b for a, b in zip(theirs, ours))
        failures += same != len(rows) or len(ours) != len(rows)
        print(f"{directory.name:48} {same} of {len(rows)} labels the same, {len(set(ours))} kinds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
