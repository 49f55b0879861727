#!/usr/bin/env python3
"""Compares zobench's choices before any training with transformers', example by example.

usage: zero_shot.py ZOBENCH MODEL.gguf DATA OUT [--examples 100] [--tasks sst2,rte,copa,...]

ZOBENCH  the program; MODEL.gguf is a LLaMA whose tokenizer is `gpt2`, cut as `smollm`
DATA     a directory with glue/SST-2, superglue/{RTE,COPA,CB,WiC} and winogrande, as downloaded
OUT      a directory for the rows that are asked

The model is read by `gguf` and computed in f32 by transformers; prompts are written here once more,
as MeZO and ZO-Bench word them; a candidate's score is the mean log-probability of its tokens. Prints
a table with the number of equal choices, the largest difference between the two programs'
probabilities of the chosen candidate, and the smallest margin between two candidates. Exits with 1
if any choice differs. Needs gguf, torch, transformers and tokenizers.
"""
import argparse
import csv
import itertools
import json
import pathlib
import subprocess
import sys

import gguf
import torch

from gguf_model import fields, make_model, make_tokenizer, tensors


def jsonl(*paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            yield from map(json.loads, file)


def sst2(data):
    with open(data / "glue/SST-2/dev.tsv", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def superglue(name):
    """The validation part, then as much of the training part as is asked for."""
    return lambda data: jsonl(data / f"superglue/{name}/val.jsonl",
                              data / f"superglue/{name}/train.jsonl")


def copa_prompt(row):
    def lowered(text):
        first, space, rest = text.partition(" ")
        return (first if first == "I" else first.lower()) + space + rest

    link = {"cause": "because", "effect": "so"}[row["question"]]
    return (f"{row['premise'].rstrip().removesuffix('.').rstrip()} {link} ",
            [lowered(row["choice1"]), lowered(row["choice2"])])


def blank_prompt(row):
    before, after = row["sentence"].split("_")
    return before, [row["option1"] + after, row["option2"] + after]


# By task: its rows, and of a row the prompt with the candidates that may follow it.
TASKS = {
    "sst2": (sst2, lambda r: (f"{r['sentence'].strip()} It was", [" terrible", " great"])),
    "rte": (superglue("RTE"), lambda r: (
        f"{r['premise']}\nDoes this mean that \"{r['hypothesis']}\" is true? Yes or No?\n",
        ["Yes", "No"])),
    "copa": (superglue("COPA"), copa_prompt),
    "cb": (superglue("CB"), lambda r: (
        f"Suppose {r['premise']} Can we infer that \"{r['hypothesis']}\"? Yes, No, or Maybe?\n",
        ["Yes", "No", "Maybe"])),
    "wic": (superglue("WiC"), lambda r: (
        f"Does the word \"{r['word']}\" have the same meaning in these two sentences? Yes, No?\n"
        f"{r['sentence1']}\n{r['sentence2']}\n", ["No", "Yes"])),
    "winogrande": (lambda data: jsonl(data / "winogrande/dev.jsonl"), blank_prompt),
}


def scores(model, tokenizer, prompt, options):
    """Of each option the mean log-probability of the tokens that it adds to the prompt."""
    start = len(tokenizer.encode(prompt.strip(" ")).ids)
    found = []
    for option in options:
        ids = torch.tensor([tokenizer.encode((prompt + option).strip(" ")).ids])
        with torch.no_grad():
            table = model(input_ids=ids).logits[0, start - 1:-1].double().log_softmax(-1)
        found.append(table.gather(1, ids[0, start:, None]).mean())
    return torch.stack(found)


def asked(program, model, task, rows, data, out):
    file = out / f"{task}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    text = subprocess.run(
        [program, "predict", file, "--model", model, "--task", task, "--data", data,
         "--format", "jsonl"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def chosen(answer, options):
    """The place of the candidate that zobench predicts."""
    classes = [name[2:-1] for name in answer if name.startswith("p(")]
    return (classes or [option.strip() for option in options]).index(answer["prediction"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("zobench", "model", "data", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--tasks", default=",".join(TASKS))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    reader = gguf.GGUFReader(options.model)
    meta = fields(reader)
    model, tokenizer = make_model(meta, tensors(reader, meta)), make_tokenizer(meta)
    different = 0
    print("| task | examples | equal choices | probabilities apart | smallest margin |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for task in options.tasks.split(","):
        source, form = TASKS[task]
        rows = list(itertools.islice(source(options.data), options.examples))
        answers = asked(options.zobench, options.model, task, rows, options.data, options.out)
        equal, apart, margin = 0, 0.0, 1.0
        for row, answer in zip(rows, answers, strict=True):
            prompt, candidates = form(row)
            found = scores(model, tokenizer, prompt, candidates)
            best, place = int(found.argmax()), chosen(answer, candidates)
            equal += best == place
            apart = max(apart, abs(float(found.softmax(0)[place]) - answer["probability"]))
            top = found.softmax(0).sort(descending=True).values
            margin = min(margin, float(top[0] - top[1]))
        different += len(rows) - equal
        print(f"| {task} | {len(rows)} | {equal} | {apart:.1e} | {margin:.1e} |", flush=True)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
