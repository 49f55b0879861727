#!/usr/bin/env python3
"""Prints the largest difference of programs' log-probabilities from what transformers computed.

    scripts/peers/oracle.py DIR path/to/zobench [path/to/another]

DIR has checkpoints, each in a folder with an `expected.json`: texts with their token ids and
log-probabilities, as Tests/ModelsTests/Fixtures and the oracle's make_checkpoints.py have them. A line
per checkpoint has each program's largest difference; the last column says whether the programs print
the same digits. Exits with 1 if ids differ.
"""
import json
import pathlib
import subprocess
import sys


def score(program, model, text):
    words = [program, "score", "--model", str(model), "--text", text, "--json"]
    result = subprocess.run(words, capture_output=True, text=True)
    assert result.returncode == 0, f"{words}: {result.returncode} {result.stderr}"
    return json.loads(result.stdout)


def main(directory, *programs):
    folders = sorted(
        path.parent for path in pathlib.Path(directory).glob("*/expected.json")
        if (path.parent / "config.json").exists())
    assert folders, f"no checkpoints with an expected.json in {directory}"
    wrong = False
    for folder in folders:
        texts = json.loads((folder / "expected.json").read_text())["texts"]
        # Of an empty text there is nothing to print; OracleTests have it.
        texts = [text for text in texts if text["text"]]
        worst, printed = [], []
        for program in programs:
            found = [score(program, folder, text["text"]) for text in texts]
            wrong |= [each["ids"] for each in found] != [text["ids"] for text in texts]
            pairs = [
                pair for each, text in zip(found, texts)
                for pair in zip(each["logprobs"], text.get("logprobs") or [], strict=True)]
            worst.append(max(abs(a - b) for a, b in pairs))
            printed.append([each["logprobs"] for each in found])
        same = "the same" if all(each == printed[0] for each in printed) else "differ"
        print(f"{folder.name:16} {len(pairs):4} " + " ".join(f"{each:.3e}" for each in worst), same)
    if wrong:
        sys.exit("token ids differ")


if __name__ == "__main__":
    main(*sys.argv[1:])
