#!/usr/bin/env python3
"""Opens what `zobench export` writes with the readers of the programs that it is for.

    zobench run GRID --db r.sqlite
    for to in tensorboard mlflow wandb lm-eval; do zobench export --to $to OUT/$to r.sqlite; done
    python scripts/peers/exports.py r.sqlite OUT

Each export must hold every run of the view v_runs with its score, and every loss of v_curves.
Needs pandas, tensorboard, mlflow (or mlflow-skinny), wandb; with lm_eval its table is made, too.
Exits with 1 if anything is missing or differs.
"""
import json
import math
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys
import zlib

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


def wandb_records(path):
    """The records of an offline run, parsed by wandb's own messages."""
    from wandb.proto import wandb_internal_pb2
    data, place, parts, block = path.read_bytes(), 7, b"", 32768
    assert data[:7] == b":W&B\xe1\xbe\x00", data[:7]
    while place < len(data):
        room = block - place % block
        if room < 7:
            place += room
            continue
        checksum, length, kind = struct.unpack("<IHB", data[place:place + 7])
        part = data[place + 7:place + 7 + length]
        assert checksum == zlib.crc32(part, zlib.crc32(bytes([kind]))), path
        parts += part
        if kind in (1, 4):
            record = wandb_internal_pb2.Record()
            record.ParseFromString(parts)
            yield record
            parts = b""
        place += 7 + length


def wandb(folder, runs, curves):
    seen = {}
    for path in folder.glob("offline-run-*/run-*.wandb"):
        records = list(wandb_records(path))
        assert [record.num for record in records] == list(range(1, len(records) + 1))
        run = next(record.run for record in records if record.HasField("run"))
        seen[run.display_name] = run
        row = runs[runs.run.str.startswith(run.run_id)].iloc[0]
        config = {item.key: json.loads(item.value_json) for item in run.config.update}
        assert config["optimizer"] == row.optimizer and config["seed"] == row.seed
        summary = {item.key: json.loads(item.value_json)
                   for record in records for item in record.summary.update}
        assert math.isclose(summary["test/" + row.metric], row.score)
        steps = [{item.key: json.loads(item.value_json) for item in record.history.item}
                 for record in records if record.HasField("history")]
        losses = [single(step["train/loss"]) for step in steps if "train/loss" in step]
        assert losses == curves.get(row.run, []), path
        assert records[-1].exit.exit_code == 0
    named(runs, seen)
    # wandb-core reads the header and the run of each file before it would send anything.
    command = [str(pathlib.Path(sys.executable).parent / "wandb"), "sync", "--dry-run"]
    said = subprocess.run(command + [str(path) for path in folder.iterdir()],
                          capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    print("  " + (said.stdout + said.stderr).strip().replace("\n", "\n  ")[:400])


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
