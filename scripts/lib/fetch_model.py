"""Fetches a model into the Hugging Face cache: configuration, tokenizer and safetensors weights.

    fetch_model.py ORG/NAME REVISION [--convert]

With --convert, pickled weights are fetched when there are no others and written as safetensors
beside them, which takes as much memory as the largest file.
"""

import json
import sys
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub import errors

SMALL = ["config.json", "generation_config.json", "tokenizer*", "vocab.json", "vocab.txt",
         "merges.txt", "special_tokens_map.json", "added_tokens.json"]
WEIGHTS = ["model.safetensors", "model-*.safetensors", "model.safetensors.index.json"]
PICKLED = ["pytorch_model.bin", "pytorch_model-*.bin", "pytorch_model.bin.index.json"]


def stop(message, status=1):
    print(f"zobench: {message}", file=sys.stderr)
    sys.exit(status)


def fetch(name, revision, patterns):
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=patterns))
    except errors.GatedRepoError:
        stop(f"{name} is gated: accept its terms on https://huggingface.co/{name}, then set "
             "HF_TOKEN or run 'hf auth login'", 77)
    except errors.RevisionNotFoundError:
        stop(f"{name} has no revision '{revision}'", 66)
    except errors.RepositoryNotFoundError:
        stop(f"there is no model {name} on the Hub, or it is private: set HF_TOKEN", 66)
    except Exception as problem:  # The client passes on whatever its transport raises.
        reason = str(problem).strip().splitlines()[0] if str(problem).strip() else repr(problem)
        stop(f"{name} could not be fetched: {reason}\nIs this machine offline? A model that was "
             "fetched elsewhere can be named by its directory.", 69)


def convert(directory):
    """Writes each pickled file as safetensors, without running code from it."""
    import torch
    from safetensors.torch import save_file

    files = sorted(directory.glob("pytorch_model*.bin"))
    places, total = {}, 0
    for index, file in enumerate(files):
        state = torch.load(file, map_location="cpu", weights_only=True, mmap=True)
        # Tied weights are one tensor in a pickle; safetensors has none that share memory.
        tensors = {key: value.contiguous().clone() for key, value in state.items()}
        target = "model.safetensors"
        if len(files) > 1:
            target = f"model-{index + 1:05d}-of-{len(files):05d}.safetensors"
        save_file(tensors, directory / target, {"format": "pt"})
        places.update({key: target for key in tensors})
        total += sum(value.nbytes for value in tensors.values())
    if len(files) > 1:
        listed = {"metadata": {"total_size": total}, "weight_map": places}
        (directory / "model.safetensors.index.json").write_text(json.dumps(listed))


def main():
    name, revision = sys.argv[1:3]
    directory = fetch(name, revision, SMALL + WEIGHTS)
    if not any(directory.glob("model*.safetensors")):
        if "--convert" not in sys.argv[3:]:
            stop(f"{name} has no safetensors weights at '{revision}': add --convert to fetch its "
                 "pickled ones and convert them (needs PyTorch), or name a revision that has "
                 "them, often refs/pr/N", 66)
        directory = fetch(name, revision, SMALL + PICKLED)
        convert(directory)
        if not any(directory.glob("model*.safetensors")):
            stop(f"{name} has no weights at '{revision}'", 66)
    print(f"{directory}\nzobench inspect {name}" + ("" if revision == "main" else f"@{revision}"))


if __name__ == "__main__":
    main()
