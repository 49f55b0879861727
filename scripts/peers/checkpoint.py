"""Checkpoints with random weights, for timing: the shape counts, not what they say."""
import json
import shutil
from pathlib import Path


def make_checkpoint(target, tokenizer, layers=12, width=768, heads=12, vocabulary=50272, seed=0):
    """Writes an OPT of this size to `target`, with the vocabulary files of `tokenizer`."""
    import torch
    from transformers import OPTConfig, OPTForCausalLM

    torch.manual_seed(seed)
    config = OPTConfig(
        vocab_size=vocabulary, hidden_size=width, word_embed_proj_dim=width, ffn_dim=4 * width,
        num_hidden_layers=layers, num_attention_heads=heads, max_position_embeddings=2048,
        dropout=0.0, attention_dropout=0.0, pad_token_id=1, bos_token_id=2, eos_token_id=2)
    target, tokenizer = Path(target), Path(tokenizer)
    OPTForCausalLM(config).save_pretrained(target)
    for name in ("vocab.json", "merges.txt"):
        source = tokenizer / name
        shutil.copy(source if source.exists() else tokenizer / f"gpt2-{name}", target / name)
    special = {"bos_token": "</s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "</s>"}
    (target / "special_tokens_map.json").write_text(json.dumps(special))
    (target / "tokenizer_config.json").write_text(json.dumps(
        special | {"tokenizer_class": "GPT2Tokenizer", "add_bos_token": True,
                   "add_prefix_space": False, "errors": "replace"}))
