#!/usr/bin/env python3
"""Says whether `predict`, `eval` and the stored test predictions of runs agree.

    zobench run GRID r.sqlite --export DIR
    scripts/peers/labels.py path/to/zobench r.sqlite DIR ROWS.csv

ROWS is a labeled table of the task, as `eval` reads it, with the class in a column `label`. Of each
export below DIR: `eval` on the task's test split must give the stored score, and on ROWS the share of
right labels that `predict` gives must be the score of `eval`. A run with a step log is made again from
it: `eval` must then give the stored prediction of every example, and `predict` the export's labels.
Exits with 1 if anything differs.
"""
import csv
import json
import pathlib
import sqlite3
import subprocess
import sys


def said(program, *words):
    """What a command prints; None for a run whose weights cannot be made again."""
    result = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if result.returncode == 66 and "has no step log" in result.stderr:
        return None
    assert result.returncode == 0, f"{words}: {result.returncode} {result.stderr}"
    return result.stdout


def labels(program, rows, *weights):
    text = said(program, "predict", rows, "--format", "jsonl", *weights)
    return text and [json.loads(line)["prediction"] for line in text.splitlines()]


def compare(program, database, directory, rows, gold):
    identity = json.loads((directory / "zobench.json").read_text())["identity"]
    with sqlite3.connect(database) as connection:
        digest, stored, examples = connection.execute(
            "SELECT digest, score, testExamples FROM run WHERE configurationDigest = ?",
            [identity["configuration"]]).fetchone()
    kind = "--adapter" if (directory / "adapter_config.json").exists() else "--model"
    tested = json.loads(said(program, "eval", kind, directory, "--json"))
    own = labels(program, rows, kind, directory)
    scored = json.loads(said(program, "eval", rows, kind, directory, "--json"))
    right = sum(a == b for a, b in zip(own, gold)) / len(gold)
    text = said(program, "eval", "--cell", digest, "--db", database, "--json")
    again = text and json.loads(text)
    # Runs with gradients have no log of steps to be made again from.
    known = "without a step log" if not again else "made again: equal" if (
        again["equalsStored"] and again["score"] == stored
        and labels(program, rows, "--cell", digest, "--db", database) == own) else "DIFFERS"
    same = (tested["score"] == stored and scored["score"] == right and len(own) == len(gold)
            and known != "DIFFERS")
    print(f"{'same' if same else 'DIFFERS'}  {directory.name}  test {stored:.4f} stored, "
          f"{tested['score']:.4f} eval, of {examples}; {len(gold)} rows {right:.4f} predict, "
          f"{scored['score']:.4f} eval; {known}", flush=True)
    return same


def main(program, database, root, rows):
    with open(rows, newline="") as table:
        gold = [row["label"] for row in csv.DictReader(table)]
    places = sorted(place.parent for place in pathlib.Path(root).glob("*/zobench.json"))
    failures = sum(not compare(program, database, place, rows, gold) for place in places)
    print(f"{len(places) - failures} of {len(places)} exports agree")
    return 1 if failures or not places else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
