#!/usr/bin/env python3
"""Compares the families beside OPT and Mistral with transformers, and trains each a few steps.

    python3 -P scripts/peers/families.py PROGRAM [--seeds 11,12,13] [--steps 10]

Makes random checkpoints as scripts/fixtures/checkpoints.py does, with other seeds, and prints a
table: whether `score` has the tokenizer's ids, the largest difference of its log-probabilities from
those of transformers in float32, and of runs of zo-sgd under ft and lora on mini-sst2 their outcome
and whether the forecast of memory is what was measured. Exits with 1 if anything is amiss.
Needs torch and transformers.
"""
import argparse
import importlib.util
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = {
    "Llama 3": ["llama-gqa-tied"], "Qwen2": ["qwen2"], "Qwen3": ["qwen3"], "GPT-2": ["gpt2"],
    "GPT-NeoX": ["gpt-neox", "gpt-neox-serial"], "Phi": ["phi", "phi-norms"],
    "Gemma 2": ["gemma2"], "Gemma 3": ["gemma3"]}
LIMIT = 2e-4
# Of the accounts of a run's trials: at the peak of training and evaluation, and each one's own.
RUNS = """SELECT model, scheme, v_runs.outcome,
  sum(forecastAtPeak != measuredAtPeak OR forecastOwnPeak != measuredOwnPeak), count(*)
  FROM v_runs JOIN trial ON trial.run = v_runs.run JOIN memory ON memory.trial = trial.id
  GROUP BY v_runs.run"""


def checkpoints():
    """The module of this name, whose folder has a statistics.py that is not the standard one."""
    path = ROOT / "scripts/fixtures/checkpoints.py"
    spec = importlib.util.spec_from_file_location("checkpoints", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(program, model, text):
    result = subprocess.run(
        [program, "score", "--model", model, f"--text={text}", "--json"], capture_output=True,
        text=True, check=True)
    return json.loads(result.stdout)


def compare(program, directory):
    """How many texts and tokens were scored, how many texts have other ids, and the largest
    difference."""
    texts, tokens, other, largest = 0, 0, 0, 0.0
    for row in json.loads((directory / "expected.json").read_text(encoding="utf-8"))["texts"]:
        if not row["text"]:
            continue
        found = scores(program, directory, row["text"])
        texts, tokens = texts + 1, tokens + len(row["ids"])
        if found["ids"] != row["ids"]:
            other += 1
            continue
        for ours, theirs in zip(found["logprobs"], row["logprobs"], strict=True):
            largest = max(largest, abs(ours - theirs))
    return texts, tokens, other, largest


def train(program, folder, names, steps):
    """Outcome, accounts of another size than forecast, and accounts, by checkpoint and scheme."""
    models = ", ".join(f"{{ path: {name}, name: {name} }}" for name in names)
    (folder / "study.grid").write_text(
        f"zobench: 1\nname: families\nmodels: [{models}]\ntasks: [mini-sst2]\nschemes: [ft, lora]\n"
        f"optimizers:\n  - zo-sgd: {{ steps: {steps}, learningRate: 1e-4, epsilon: 1e-3 }}\n"
        "seeds: [0]\ndefaults: { batch: 8, evaluations: 2, train: 64, dev: 16, test: 32, "
        "maxLength: 64 }\n")
    command = [program, "run", "study.grid", "--db", "r.sqlite", "--quiet", "--threads", "1"]
    subprocess.run(command, cwd=folder, check=True)
    with sqlite3.connect(folder / "r.sqlite") as connection:
        return {tuple(row[:2]): row[2:] for row in connection.execute(RUNS)}


def row(family, names, compared, runs):
    """A row of the table, and whether it is as it should be."""
    found = [compared[name] for name in names]
    texts, tokens, other = (sum(counts) for counts in list(zip(*found))[:3])
    largest = max(counts[3] for counts in found)
    cells, isSound = [], not other and largest <= LIMIT
    for scheme in ("ft", "lora"):
        own = [runs[name, scheme] for name in names]
        completed = sum(outcome == "completed" for outcome, _, _ in own)
        exact = sum(not others and accounts > 0 for _, others, accounts in own)
        isSound = isSound and completed == exact == len(own)
        cells += [f"{completed} of {len(own)}", f"{exact} of {len(own)}"]
    ids = "equal" if not other else f"{other} texts differ"
    text = [family, len(names), texts, tokens, ids, f"{largest:.1e}", *cells]
    return "| " + " | ".join(map(str, text)) + " |", isSound


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("--seeds", default="11,12,13")
    options.add_argument("--steps", type=int, default=10)
    options = options.parse_args()
    program, maker, isSound = options.program.resolve(), checkpoints(), True
    maker.torch.set_num_threads(1)
    print("| family | checkpoints | texts | tokens | ids | largest difference | ft completed | "
          "forecast = measured | lora completed | forecast = measured |")
    print("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        made = {form: [] for forms in FAMILIES.values() for form in forms}
        for seed in options.seeds.split(","):
            maker.SEED = int(seed)
            for form in made:
                maker.write(form, folder)
                made[form].append((folder / form).rename(folder / f"{form}-{seed}").name)
        names = sum(made.values(), [])
        compared = {name: compare(program, folder / name) for name in names}
        runs = train(program, folder, names, options.steps)
        for family, forms in FAMILIES.items():
            line, isFine = row(family, sum((made[form] for form in forms), []), compared, runs)
            print(line)
            isSound = isSound and isFine
    sys.exit(0 if isSound else 1)


if __name__ == "__main__":
    main()
