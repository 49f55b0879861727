#!/usr/bin/env python3
"""A training step on SST-2 as the published zeroth-order code does it in PyTorch, on the CPU.

Every example stands in the batch once per candidate, padded to the longest; the head is evaluated
everywhere; the cross-entropy is over the candidates' mean log-likelihoods. Weights are perturbed in
place by +eps, -2 eps and +eps along a direction made again from a seed, and updated in a fourth
pass. First-order optimizers send the same loss through autograd.

usage: torch_step.py CHECKPOINT TRAIN_TSV [--optimizer zo-sgd|fo-sgd|fo-adam]
                     [--dtype float32|bfloat16] [--batch 16] [--steps 3] [--threads 2]

Prints one JSON object: medians over the steps after the first.
"""
import argparse
import csv
import json
import resource
import statistics
import time
from pathlib import Path

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import AutoModelForCausalLM

EPSILON, RATE = 1e-3, 1e-7
WORDS = (" terrible", " great")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--optimizer", default="zo-sgd", choices=["zo-sgd", "fo-sgd", "fo-adam"])
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    for name, value in (("batch", 16), ("steps", 3), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


class Batch:
    """Examples times candidates, padded, with the labels of the examples."""

    def __init__(self, rows, encode):
        sequences = []
        for row in rows:
            prompt = [2] + encode(row["sentence"].strip() + " It was")
            sequences += [(prompt, encode(word)) for word in WORDS]
        self.tokens = sum(len(prompt) + len(word) for prompt, word in sequences)
        longest = max(len(prompt) + len(word) for prompt, word in sequences)
        self.ids = torch.ones(len(sequences), longest, dtype=torch.long)
        self.mask = torch.zeros_like(self.ids)
        self.scored = torch.zeros_like(self.ids)
        for line, (prompt, word) in enumerate(sequences):
            end = len(prompt) + len(word)
            self.ids[line, :end] = torch.tensor(prompt + word)
            self.mask[line, :end] = 1
            self.scored[line, len(prompt):end] = 1
        self.labels = torch.tensor([int(row["label"]) for row in rows])


def loss_of(model, batch):
    logits = model(input_ids=batch.ids, attention_mask=batch.mask).logits
    likelihoods = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    own = torch.gather(likelihoods, 2, batch.ids[:, 1:, None]).squeeze(2)
    scored = batch.scored[:, 1:]
    means = (own * scored).sum(1) / scored.sum(1)
    return torch.nn.functional.cross_entropy(means.view(-1, len(WORDS)), batch.labels)


def move(parameters, seed, scale):
    """Adds scale times the direction of a seed, in place."""
    generator = torch.Generator().manual_seed(seed)
    for p in parameters:
        z = torch.empty_like(p).normal_(generator=generator)
        p.data.add_(z, alpha=scale)


@torch.inference_mode()
def zeroth_order_step(model, parameters, batch, seed):
    move(parameters, seed, EPSILON)
    above = loss_of(model, batch)
    move(parameters, seed, -2 * EPSILON)
    below = loss_of(model, batch)
    move(parameters, seed, EPSILON)
    move(parameters, seed, -RATE * float(above - below) / (2 * EPSILON))


def first_order_step(model, optimizer, batch):
    optimizer.zero_grad()
    loss_of(model, batch).backward()
    optimizer.step()


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    model = AutoModelForCausalLM.from_pretrained(
        options.checkpoint, dtype=getattr(torch, options.dtype)).eval()
    pairs = ByteLevelBPETokenizer(
        str(options.checkpoint / "vocab.json"), str(options.checkpoint / "merges.txt"))
    with open(options.data, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = {"fo-sgd": torch.optim.SGD, "fo-adam": torch.optim.Adam}.get(options.optimizer)
    optimizer = optimizer(parameters, lr=RATE) if optimizer else None

    seconds, tokens, initial = [], [], None
    for step in range(options.steps + 1):
        batch = Batch(rows[step * options.batch:(step + 1) * options.batch],
                      lambda text: pairs.encode(text).ids)
        if initial is None:
            with torch.inference_mode():
                initial = float(loss_of(model, batch))
        start = time.perf_counter()
        if optimizer is None:
            with torch.no_grad():
                zeroth_order_step(model, parameters, batch, step)
        else:
            first_order_step(model, optimizer, batch)
        seconds.append(time.perf_counter() - start)
        tokens.append(batch.tokens)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({
        "program": f"torch {torch.__version__}", "stepSeconds": statistics.median(seconds[1:]),
        "tokens": statistics.median(tokens[1:]), "initialLoss": initial,
        "peakResidentBytes": peak}))


main()
