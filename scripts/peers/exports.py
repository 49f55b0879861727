#!/usr/bin/env python3
"""Opens what `zobench export` writes with the readers of the programs that it is for.

    zobench run GRID --db r.sqlite
    for to in tensorboard mlflow wandb lm-eval; do zobench export --to $to OUT/$to r.sqlite; done
    python scripts/peers/exports.py r.sqlite OUT

Each export must hold every run of the view v_runs with its score, and every loss of v_curves.
Needs pandas, tensorboard, mlflow (or mlflow-skinny); with lm_eval its table is made, too.
Exits with 1 if anything is missing or differs.
"""
import json
import math
import os
import pathlib
import sqlite3
import struct
import sys

import pandas


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def frames(database):
    with sqlite3.connect(database) as connection:
        runs = pandas.read_sql("SELECT * FROM v_runs ORDER BY run", connection)
        curves = pandas.read_sql(
            "SELECT run, step, loss FROM v_curves WHERE isChosen AND loss IS NOT NULL", connection)
    return runs, {run: list(rows.sort_values("step").loss) for run, rows in curves.groupby("run")}


def named(runs, names):
    """The run of each name, by the identity's beginning at its end."""
    found = {}
    for name in names:
        matches = [run for run in runs.run if run.startswith(name.rsplit("-", 1)[1])]
        assert len(matches) == 1, name
        found[matches[0]] = name
    assert set(found) == set(runs.run), (found, list(runs.run))
    return found


def tensorboard(folder, runs, curves):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    for run, name in named(runs, os.listdir(folder)).items():
        reader = EventAccumulator(str(folder / name), size_guidance={"scalars": 0})
        reader.Reload()
        losses = [event.value for event in reader.Scalars("train/loss")] if run in curves else []
        assert losses == curves.get(run, []), name
        row = runs[runs.run == run].iloc[0]
        assert reader.Scalars("test/" + row.metric)[-1].value == single(row.score), name


def mlflow(folder, runs, curves):
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    from mlflow.tracking import MlflowClient
    client = MlflowClient(folder.resolve().as_uri())
    experiments = client.search_experiments()
    stored = client.search_runs([e.experiment_id for e in experiments], max_results=10000)
    assert len(stored) == len(runs), (len(stored), len(runs))
    for item in stored:
        row = runs[runs.run.str.startswith(item.info.run_id)].iloc[0]
        assert item.info.status == "FINISHED" and item.data.params["optimizer"] == row.optimizer
        assert math.isclose(item.data.metrics["test/" + row.metric], row.score, rel_tol=1e-12)
        history = client.get_metric_history(item.info.run_id, "train/loss") if row.run in curves else []
        points = sorted((metric.step, single(metric.value)) for metric in history)
        assert [value for _, value in points] == curves.get(row.run, [])


def wandb(folder, runs, curves):
    table = pandas.read_csv(folder / "runs.csv")
    for run, name in named(runs, table.Name).items():
        row = runs[runs.run == run].iloc[0]
        own = table[table.Name == name].iloc[0]
        assert own.State == "finished" and math.isclose(own["test/" + row.metric], row.score)
        history = pandas.read_csv(folder / "history" / f"{name}.csv")
        if run in curves:
            losses = history["train/loss"].dropna()
            assert [single(value) for value in losses] == curves[run], name


def lm_eval(folder, runs, curves):
    names = {}
    for path in folder.glob("*/results_*.json"):
        names[path.parent.name] = json.loads(path.read_text())
    for run, name in named(runs, names).items():
        row = runs[runs.run == run].iloc[0]
        results = names[name]["results"][row.task]
        key = {"accuracy": "acc", "exactMatch": "exact_match"}.get(row.metric, row.metric)
        assert math.isclose(results[key + ",none"], row.score), name
        try:
            from lm_eval.utils import make_table
        except ImportError as error:
            print(f"  lm_eval's table was not made: {error}")
            continue
        assert row.task in make_table(names[name])


def main(database, root):
    runs, curves = frames(database)
    assert len(runs) > 0 and set(curves) <= set(runs.run)
    failures = 0
    for name, check in [("tensorboard", tensorboard), ("mlflow", mlflow), ("wandb", wandb),
                        ("lm-eval", lm_eval)]:
        try:
            check(pathlib.Path(root) / name, runs, curves)
            print(f"{name:12} {len(runs)} runs, {sum(map(len, curves.values()))} losses: the same")
        except AssertionError as error:
            failures += 1
            print(f"{name:12} DIFFERS: {error}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
