#!/usr/bin/env python3
"""A step of zo-sgd on SST-2 as an engineer in a hurry for speed writes it in PyTorch, on the CPU.

The same loss and the same method as `torch_step.py`, with what PyTorch has to offer: prompts are
packed end to end without padding, once for all candidates; the head is evaluated at their last
tokens and for the candidates alone, which are one token each, so that what normalizes their
probabilities cancels; parameters lie in one flat tensor; its direction is made once a step by
NumPy's fastest generator on all threads, and kept; the way back and the update are one pass.

usage: strong_step.py CHECKPOINT TRAIN_TSV [--compute float32|bfloat16] [--compile]
                      [--batch 16] [--steps 3] [--threads 2]

`bfloat16` is autocast over weights of float32. Prints one JSON object: medians over the steps
after the first two.
"""
import argparse
import contextlib
import csv
import json
import resource
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import AutoModelForCausalLM

EPSILON, RATE = 1e-3, 1e-7
WORDS = (" terrible", " great")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--compute", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--compile", action="store_true")
    for name, value in (("batch", 16), ("steps", 3), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


class Batch:
    """Prompts in one row, each of which sees itself alone; the last token of each, and labels."""

    def __init__(self, rows, encode):
        prompts = [[2] + encode(row["sentence"].strip() + " It was") for row in rows]
        lengths = torch.tensor([len(prompt) for prompt in prompts])
        owner = torch.repeat_interleave(torch.arange(len(prompts)), lengths)
        places = torch.cat([torch.arange(length) for length in lengths])
        sees = (owner[:, None] == owner[None, :]) & (places[:, None] >= places[None, :])
        self.ids = torch.tensor([token for prompt in prompts for token in prompt])[None]
        self.positions = places[None]
        self.mask = torch.where(sees, 0.0, torch.finfo(torch.float32).min)[None, None]
        self.last = torch.cumsum(lengths, 0) - 1
        self.labels = torch.tensor([int(row["label"]) for row in rows])
        self.tokens = self.ids.shape[1]


class Weights:
    """All parameters in one tensor, of which the model has views, and one direction of them."""

    def __init__(self, model, threads):
        parameters = [p for p in model.parameters() if p.requires_grad]
        self.flat = torch.cat([p.data.reshape(-1) for p in parameters])
        start = 0
        for p in parameters:
            p.data = self.flat[start:start + p.numel()].view_as(p)
            start += p.numel()
        self.z = torch.empty_like(self.flat)
        self.parts = np.array_split(self.z.numpy(), 4 * threads)
        self.pool = ThreadPoolExecutor(threads)

    def draw(self, seed):
        def fill(part):
            generator = np.random.Generator(np.random.SFC64([seed, part]))
            generator.standard_normal(dtype=np.float32, out=self.parts[part])
        list(self.pool.map(fill, range(len(self.parts))))

    def move(self, scale):
        self.flat.add_(self.z, alpha=scale)


class Loss:
    def __init__(self, model, candidates, options):
        self.decoder = model.model
        self.head = model.lm_head.weight
        self.candidates = torch.tensor(candidates)
        self.half = options.compute == "bfloat16"
        if options.compile:
            self.decoder = torch.compile(self.decoder, dynamic=True)

    def __call__(self, batch):
        cast = torch.autocast("cpu", torch.bfloat16) if self.half else contextlib.nullcontext()
        with cast:
            hidden = self.decoder(
                input_ids=batch.ids, position_ids=batch.positions, attention_mask=batch.mask,
                use_cache=False).last_hidden_state[0, batch.last]
        scores = hidden.float() @ self.head[self.candidates].T
        return float(torch.nn.functional.cross_entropy(scores, batch.labels))


def step(loss, weights, batch, seed):
    weights.draw(seed)
    weights.move(EPSILON)
    above = loss(batch)
    weights.move(-2 * EPSILON)
    below = loss(batch)
    weights.move(EPSILON - RATE * (above - below) / (2 * EPSILON))


@torch.no_grad()
def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    model = AutoModelForCausalLM.from_pretrained(options.checkpoint, dtype=torch.float32).eval()
    pairs = ByteLevelBPETokenizer(
        str(options.checkpoint / "vocab.json"), str(options.checkpoint / "merges.txt"))
    with open(options.data, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    weights = Weights(model, options.threads)
    loss = Loss(model, [pairs.encode(word).ids[0] for word in WORDS], options)

    seconds, tokens, initial = [], [], None
    for number in range(options.steps + 2):
        batch = Batch(rows[number * options.batch:(number + 1) * options.batch],
                      lambda text: pairs.encode(text).ids)
        initial = loss(batch) if initial is None else initial
        start = time.perf_counter()
        step(loss, weights, batch, number)
        seconds.append(time.perf_counter() - start)
        tokens.append(batch.tokens)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({
        "program": f"torch {torch.__version__}", "stepSeconds": statistics.median(seconds[2:]),
        "tokens": statistics.median(tokens[2:]), "initialLoss": initial,
        "peakResidentBytes": peak}))


main()
