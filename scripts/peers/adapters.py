#!/usr/bin/env python3
"""Loads exported adapters in PEFT and compares log-probabilities with zobench's.

    ZOBENCH_ADAPTERS=DIR swift test --filter ExchangeTests
    python scripts/peers/adapters.py DIR

Every directory below DIR holds an adapter and expected.json: texts (token ids), a target per token,
and what zobench says of each target at its own place. Needs torch, transformers and peft.
Exits with 1 if any log-probability differs by more than 1e-4.
"""
import json
import pathlib
import sys

import torch
from peft import AutoPeftModel, PeftConfig, PeftModel
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM

TOLERANCE = 1e-4


def base(path):
    kind = json.loads((pathlib.Path(path) / "config.json").read_text())["model_type"]
    auto = AutoModelForMaskedLM if kind in ("bert", "roberta") else AutoModelForCausalLM
    return auto.from_pretrained(path, dtype=torch.float32, attn_implementation="eager").eval()


def logprobs(model, case, virtual):
    found, place = [], 0
    for text in case["texts"]:
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([text])).logits[0]
        # Prompt tuning gives logits of its virtual tokens as well.
        scores = torch.log_softmax(logits[-len(text):].float(), -1)
        for row in range(len(text)):
            found.append(scores[row, case["targets"][place]].item())
            place += 1
    return found


def main(root):
    worst, failures = 0.0, 0
    for directory in sorted(pathlib.Path(root).iterdir()):
        case = json.loads((directory / "expected.json").read_text())
        config = PeftConfig.from_pretrained(directory)
        try:
            model = PeftModel.from_pretrained(base(config.base_model_name_or_path), directory)
            found = logprobs(model.eval(), case, getattr(config, "num_virtual_tokens", 0))
        except Exception as error:  # a family that PEFT cannot do this with
            print(f"{directory.name:32} not loaded by PEFT: {type(error).__name__}: {error}"[:160])
            continue
        if config.auto_mapping:  # the class that the export itself names
            named = AutoPeftModel.from_pretrained(directory, dtype=torch.float32).eval()
            other = logprobs(named, case, 0)
            assert max(abs(a - b) for a, b in zip(found, other)) < 1e-6, directory
        off = max(abs(a - b) for a, b in zip(found, case["logprobs"]))
        worst, failures = max(worst, off), failures + (off > TOLERANCE)
        print(f"{directory.name:32} {off:.2e}{'' if off <= TOLERANCE else '  DIFFERS'}")
    print(f"worst {worst:.2e}, {failures} beyond {TOLERANCE}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
