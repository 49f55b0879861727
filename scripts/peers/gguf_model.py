"""Compares what this program reads out of a GGUF file with gguf, tokenizers and transformers.

usage: gguf_model.py ZOBENCH MODEL.gguf LINES OUT [--scored 100]

ZOBENCH  the program; MODEL.gguf is a LLaMA whose tokenizer is `gpt2`, cut as `smollm`
LINES    a file with a text per line
OUT      a directory for the converted model and what the program writes

Prints how many tensors have the bits of gguf.quants.dequantize (rows of queries and keys put back),
how many lines have the ids of Hugging Face tokenizers, and by how much log-probabilities differ from
transformers' on the first lines. Ids are asked of a model of one narrow layer in a GGUF file with
the same metadata of the tokenizer, since only `score` prints them. Needs gguf, torch, transformers,
tokenizers and safetensors.
"""
import argparse
import json
import pathlib
import subprocess

import gguf
import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM

NAMES = {
    "token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head",
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj"}


def fields(reader):
    return {name: field.contents() for name, field in reader.fields.items()}


def tensors(reader, meta):
    heads = {"attn_q": meta["llama.attention.head_count"],
             "attn_k": meta["llama.attention.head_count_kv"]}
    found = {}
    for tensor in reader.tensors:
        parts = tensor.name.split(".")
        kind, layer = parts[-2], f"layers.{parts[1]}." if parts[0] == "blk" else ""
        name = f"model.{layer}{NAMES[kind]}.weight" if layer else f"{NAMES[kind]}.weight"
        shape = tuple(int(n) for n in reversed(tensor.shape))
        values = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(shape)
        if kind in heads:
            values = values.reshape(heads[kind], -1, 2, shape[1]).swapaxes(1, 2).reshape(shape)
        found[name] = np.ascontiguousarray(values)
    return found


def make_model(meta, weights):
    config = LlamaConfig(
        vocab_size=weights["model.embed_tokens.weight"].shape[0],
        hidden_size=meta["llama.embedding_length"],
        intermediate_size=meta["llama.feed_forward_length"],
        num_hidden_layers=meta["llama.block_count"],
        num_attention_heads=meta["llama.attention.head_count"],
        num_key_value_heads=meta["llama.attention.head_count_kv"],
        max_position_embeddings=meta["llama.context_length"],
        rms_norm_eps=meta["llama.attention.layer_norm_rms_epsilon"],
        rope_theta=meta["llama.rope.freq_base"],
        tie_word_embeddings="lm_head.weight" not in weights)
    model = LlamaForCausalLM(config).eval()
    missing, extra = model.load_state_dict(
        {name: torch.from_numpy(value) for name, value in weights.items()}, strict=False)
    assert not extra and set(missing) <= {"lm_head.weight"}, (missing, extra)
    model.tie_weights()
    return model


def make_tokenizer(meta):
    tokens, kinds = meta["tokenizer.ggml.tokens"], meta["tokenizer.ggml.token_type"]
    tokenizer = Tokenizer(models.BPE(
        vocab={token: i for i, token in enumerate(tokens)},
        merges=[tuple(merge.split(" ")) for merge in meta["tokenizer.ggml.merges"]]))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True),
         pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(t, special=True, normalized=False) for t, k in zip(tokens, kinds) if k == 3])
    return tokenizer


def narrow(reader, file):
    """A LLaMA of one layer and eight columns with the tokenizer of `reader`, key by key."""
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(1)
    writer.add_context_length(1 << 14)
    writer.add_embedding_length(8)
    writer.add_feed_forward_length(8)
    writer.add_head_count(1)
    writer.add_head_count_kv(1)
    writer.add_rope_freq_base(1e4)
    writer.add_layer_norm_rms_eps(1e-5)
    for name, field in reader.fields.items():
        if name.startswith("tokenizer."):
            kinds = field.types
            writer.add_key_value(name, field.contents(), kinds[0], kinds[-1])
    rows = len(reader.fields["tokenizer.ggml.tokens"].data)
    rng = np.random.default_rng(0)
    shapes = {"token_embd": (rows, 8), "output_norm": (8,)}
    for stem in NAMES:
        if stem.startswith(("attn_", "ffn_")):
            shapes[f"blk.0.{stem}"] = (8,) if "norm" in stem else (8, 8)
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", rng.normal(size=shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def scored(program, model, lines):
    """What the program says of each line."""
    text = subprocess.run(
        [program, "score", "--model", model, "--lines", lines, "--json"],
        check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def merged(program, file, out, layers, width, narrow):
    """The weights as the program writes them: with a LoRA of noughts on the keys."""
    adapter = out / "adapter"
    adapter.mkdir(parents=True, exist_ok=True)
    (adapter / "adapter_config.json").write_text(json.dumps(dict(
        peft_type="LORA", task_type="CAUSAL_LM", base_model_name_or_path=str(file), r=1,
        lora_alpha=1, target_modules=["k_proj"])))
    noughts = {}
    for layer in range(layers):
        stem = f"base_model.model.model.layers.{layer}.self_attn.k_proj"
        noughts[f"{stem}.lora_A.weight"] = np.zeros((1, width), np.float32)
        noughts[f"{stem}.lora_B.weight"] = np.zeros((narrow, 1), np.float32)
    save_file(noughts, adapter / "adapter_model.safetensors")
    subprocess.run([program, "merge", adapter, out / "merged", "--overwrite"], check=True)
    return load_file(out / "merged" / "model.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("zobench", "model", "lines", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--scored", type=int, default=100)
    options = parser.parse_args()
    reader = gguf.GGUFReader(options.model)
    meta = fields(reader)
    weights, tokenizer = tensors(reader, meta), make_tokenizer(meta)
    found = merged(options.zobench, options.model, options.out, meta["llama.block_count"],
                   meta["llama.embedding_length"], weights["model.layers.0.self_attn.k_proj.weight"].shape[0])
    same = sum(np.array_equal(found[n].view(np.uint32), weights[n].view(np.uint32)) for n in weights)
    print(f"tensors: {same} of {len(weights)} equal bit for bit "
          f"({sum(w.size for w in weights.values())} elements)")

    texts = options.lines.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    narrow(reader, options.out / "narrow.gguf")
    rows = scored(options.zobench, options.out / "narrow.gguf", options.lines)
    assert len(rows) == len(texts), (len(rows), len(texts))
    different = [text for text, row in zip(texts, rows) if row["ids"] != tokenizer.encode(text).ids]
    print(f"ids: {len(texts) - len(different)} of {len(texts)} lines equal, "
          f"{sum(len(row['ids']) for row in rows)} tokens")
    for text in different[:5]:
        print(f"  differs: {text[:100]!r}")

    first = options.out / "first.txt"
    first.write_text("\n".join(texts[:options.scored]) + "\n", encoding="utf-8")
    model = make_model(meta, weights)
    worst, count, sums = 0.0, 0, [0.0, 0.0]
    for row in scored(options.zobench, options.model, first):
        if len(row["ids"]) < 2:
            continue
        ids = torch.tensor([row["ids"]])
        with torch.no_grad():
            table = model(input_ids=ids).logits[0].double().log_softmax(-1)
        wanted = table[:-1].gather(1, ids[0, 1:, None])[:, 0].numpy()
        worst = max(worst, float(np.abs(wanted - np.array(row["logprobs"])).max()))
        count += len(wanted)
        sums[0] -= wanted.sum()
        sums[1] -= sum(row["logprobs"])
    print(f"log-probabilities: {count} tokens, at most {worst:.2e} apart; mean loss "
          f"{sums[0] / count:.6f} by transformers, {sums[1] / count:.6f} here")


if __name__ == "__main__":
    main()
