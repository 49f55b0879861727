#!/usr/bin/env python3
"""Fields of config.json, one by one, by zobench and by transformers.

Every field that some family of transformers knows is set to a value that is not its default, or
taken away, in a copy of a fixture. Then the log-probabilities of a text must be those of
transformers, or the program must refuse the file (status 65). What transformers itself cannot load
or run is told apart, since it needs a look and no more.

    scripts/peers/configurations.py ZOBENCH [FAMILY ...]

Needs torch and transformers. Exit status 1 when a number differs or another status is met.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch  # noqa: E402
import transformers  # noqa: E402

FIXTURES = Path(__file__).parents[2] / "Tests/ModelsTests/Fixtures"
TEXT = "the film was not as good as they say, and yet the end is great"
TOLERANCE = 2e-4
FAMILIES = [
    "llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3", "gpt2", "gpt-neox", "phi", "opt",
    "roberta", "bert",
]
LLAMA3 = {
    "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 16,
}
VALUES = {
    # What layers are made of.
    "activation_function": ["gelu", "relu"], "hidden_activation": ["gelu", "silu"],
    "hidden_act": ["gelu", "gelu_new", "relu", "silu", "gelu_pytorch_tanh", "quick_gelu", "swish"],
    "attention_bias": [True], "mlp_bias": [True], "enable_bias": [False], "no_bias": [True],
    "do_layer_norm_before": [False, True], "layer_norm_elementwise_affine": [False],
    "_remove_final_layer_norm": [True], "qk_layernorm": [True], "use_qk_norm": [True],
    "use_parallel_residual": [False, True], "norm_type": ["layer"],
    "rms_norm_eps": [1e-3], "layer_norm_eps": [1e-3], "layer_norm_epsilon": [1e-3],
    "tie_word_embeddings": [True, False], "add_cross_attention": [True], "is_decoder": [True],
    "num_local_experts": [4], "pruned_heads": [{"0": [1]}],
    # Factors and bounds.
    "scale_attn_weights": [False], "scale_attn_by_inverse_layer_idx": [True],
    "reorder_and_upcast_attn": [True], "attention_in_fp32": [True], "scale_embedding": [True],
    "final_logit_softcapping": [3.0, None], "attn_logit_softcapping": [3.0, None],
    "query_pre_attn_scalar": [7], "logit_scale": [2.0], "residual_multiplier": [2.0],
    "attention_multiplier": [0.5], "embedding_multiplier": [3.0], "clip_qkv": [0.01],
    # What queries see, and where they are.
    "sliding_window": [3], "use_sliding_window": [True], "max_window_layers": [1, 0],
    "sliding_window_pattern": [1, 2, 3], "use_bidirectional_attention": [True],
    "layer_types": [
        ["full_attention", "sliding_attention"], ["sliding_attention", "sliding_attention"]],
    "position_embedding_type": ["relative_key", "rotary"], "rope_interleaved": [True],
    "rope_theta": [500.0], "rotary_emb_base": [100], "rope_local_base_freq": [500.0],
    "partial_rotary_factor": [0.5, 0.25], "rotary_pct": [0.5], "rope_ratio": [2.0],
    "rope_scaling": [
        {"type": "linear", "factor": 2.0}, {"rope_type": "dynamic", "factor": 4.0},
        {"rope_type": "yarn", "factor": 4.0}, LLAMA3,
        {"rope_type": "longrope", "short_factor": [1.0] * 3, "long_factor": [2.0] * 3}],
    "rope_parameters": [
        {"rope_theta": 500.0, "rope_type": "default"},
        {"rope_theta": 10000.0, "rope_type": "default", "partial_rotary_factor": 0.5}],
    # Sizes, by their names in all families.
    "max_position_embeddings": [8, 4096], "n_positions": [8], "num_key_value_heads": [1, 4, 3],
    "num_attention_heads": [2, 3], "n_head": [2, 3], "head_dim": [4, 8],
    "num_hidden_layers": [1, 3], "n_layer": [1], "hidden_size": [32], "n_embd": [32],
    "intermediate_size": [12], "n_inner": [10, None], "ffn_dim": [12], "vocab_size": [300],
    "word_embed_proj_dim": [8], "embedding_size": [8], "type_vocab_size": [2],
    # Tokens, classes, and what changes nothing when a model is read.
    "pad_token_id": [0, 1, 3], "bos_token_id": [5], "pretraining_tp": [2], "use_cache": [False],
    "model_type": ["llama", "mistral", "qwen2", "gpt2", "phi3", "t5"],
    "architectures": [
        ["LlamaForSequenceClassification"], ["MistralForCausalLM"], ["BertForMaskedLM"]],
    "auto_map": [{"AutoModelForCausalLM": "modeling_x.X"}],
    "quantization_config": [{"quant_method": "bitsandbytes", "load_in_8bit": True}],
    "dtype": ["float16", "bfloat16"], "torch_dtype": ["bfloat16"], "attention_dropout": [0.5],
    "attention_probs_dropout_prob": [0.9], "resid_pdrop": [0.5], "layerdrop": [0.9],
    "dropout": [0.9], "tie_encoder_decoder": [True], "chunk_size_feed_forward": [2],
}


def changes(base):
    """Names of cases with their configurations."""
    yield "as it is", base
    for field, values in VALUES.items():
        for value in values:
            if field not in base or base[field] != value:
                yield f"{field} = {json.dumps(value)}", {**base, field: value}
        if field in base:
            yield f"without {field}", {k: v for k, v in base.items() if k != field}
            yield f"{field} = null", {**base, field: None}


def ours(program, folder):
    """Ids and log-probabilities, or None with the status."""
    done = subprocess.run(
        [program, "score", "--model", str(folder), "--text", TEXT, "--json"],
        capture_output=True, text=True, timeout=60)
    return (json.loads(done.stdout) if done.returncode == 0 else None), done.returncode


def theirs(folder, ids, is_masked):
    """Transformers' log-probabilities of the same ids."""
    kind = (transformers.AutoModelForMaskedLM if is_masked else transformers.AutoModelForCausalLM)
    model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids])).logits.float()
    scores = torch.log_softmax(logits, -1)[0]
    if is_masked:
        return [scores[i, token].item() for i, token in enumerate(ids)]
    return [scores[i, token].item() for i, token in enumerate(ids[1:])]


def verdict(program, folder, is_masked):
    """'same', 'refused', 'only ours' or what is wrong."""
    found, status = ours(program, folder)
    if found is None:
        return "refused" if status == 65 else f"status {status}"
    try:
        expected = theirs(folder, found["ids"], is_masked)
    except Exception as problem:  # Whatever transformers raises.
        return f"only ours ({type(problem).__name__})"
    difference = max(abs(a - b) for a, b in zip(found["logprobs"], expected))
    return "same" if difference < TOLERANCE else f"differs by {difference:.1e}"


def family(program, name):
    """Prints the cases that need a look; returns the table's row and how many are wrong."""
    source = FIXTURES / name
    base = json.loads((source / "config.json").read_text())
    counts = {"same": 0, "refused": 0, "only ours": 0, "wrong": 0}
    for case, config in changes(base):
        with tempfile.TemporaryDirectory() as folder:
            for file in ("model.safetensors", "tokenizer.json"):
                shutil.copy(source / file, folder)
            Path(folder, "config.json").write_text(json.dumps(config))
            found = verdict(program, folder, name in ("bert", "roberta"))
        kind = found if found in counts else "only ours" if found.startswith("only") else "wrong"
        counts[kind] += 1
        if kind in ("only ours", "wrong"):
            print(f"{name}: {case}: {found}", file=sys.stderr)
    cells = [str(sum(counts.values())), *(str(count) for count in counts.values())]
    return f"| {name} | " + " | ".join(cells) + " |", counts["wrong"]


def main():
    program, *families = sys.argv[1:]
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    print(f"transformers {transformers.__version__}\n")
    print("| family | cases | same | refused | only ours | wrong |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    wrong = 0
    for name in families or FAMILIES:
        row, count = family(program, name)
        print(row, flush=True)
        wrong += count
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
