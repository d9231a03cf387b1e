"""A tiny model in MLX's form (a folder), which answers everything with the same words, as `gguf.write_reply` does.

Attention and feed-forward weights are zero, so the next token follows from the last one alone: the header of an
answer leads to its first word, each word to the next, the last to the end. Every word must occur once.
"""

import itertools
import json
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

REPLY = "Hello from a real mlx_lm.server. This answer is canned."
_TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_WIDTH = 128
_GAIN = 0.5
_FIRST = ("<unk>", "</s>", "<|user|>", "<|system|>", "<|assistant|>")


def write_mlx(folder: Path, reply: str = REPLY) -> None:
    """Write the model; `reply` holds no word twice."""
    folder.mkdir(parents=True)
    words = [word if number == 0 else " " + word for number, word in enumerate(reply.split(" "))]
    tokens = [*_FIRST, *words]
    tokens += [f"<pad{number}>" for number in range(-len(tokens) % 32)]
    chain = ["<|assistant|>", *words, "</s>"]
    embedding = np.random.default_rng(1).choice([-1.0, 1.0], (len(tokens), _WIDTH)).astype("<f4")
    output = np.zeros_like(embedding)
    for before, after in itertools.pairwise(chain):
        output[tokens.index(after)] += _GAIN * embedding[tokens.index(before)]
    _write_weights(folder / "model.safetensors", embedding, output)
    (folder / "config.json").write_text(json.dumps(_config(len(tokens), tokens.index("</s>"))))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(tokens)))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "</s>", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({**settings, "chat_template": _TEMPLATE}))


def _write_weights(path: Path, embedding: "np.ndarray", output: "np.ndarray") -> None:
    square, ones = np.zeros((_WIDTH, _WIDTH), "<f4"), np.ones(_WIDTH, "<f4")
    layer = "model.layers.0."
    tensors = {
        "model.embed_tokens.weight": embedding,
        "lm_head.weight": output,
        "model.norm.weight": ones,
        layer + "input_layernorm.weight": ones,
        layer + "post_attention_layernorm.weight": ones,
    }
    tensors |= {f"{layer}self_attn.{name}_proj.weight": square for name in "qkvo"}
    tensors |= {f"{layer}mlp.{name}_proj.weight": square for name in ("gate", "up", "down")}
    head: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, tensor in tensors.items():
        head[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    told = json.dumps(head).encode()
    told += b" " * (-len(told) % 8)
    path.write_bytes(
        struct.pack("<Q", len(told)) + told + b"".join(tensor.tobytes() for tensor in tensors.values())
    )


def _config(tokens: int, end: int) -> Mapping[str, object]:
    return {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": _WIDTH,
        "num_hidden_layers": 1,
        "intermediate_size": _WIDTH,
        "num_attention_heads": 1,
        "num_key_value_heads": 1,
        "rms_norm_eps": 1e-5,
        "vocab_size": tokens,
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
        "max_position_embeddings": 2048,
        "eos_token_id": end,
    }


def _tokenizer(tokens: list[str]) -> Mapping[str, object]:
    special = [
        {"id": number, "content": token, "special": True}
        | dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        for number, token in enumerate(tokens)
        if token in _FIRST
    ]
    return {
        "version": "1.0",
        "added_tokens": special,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "decoder": {"type": "Fuse"},
        "model": {
            "type": "WordLevel",
            "unk_token": "<unk>",
            "vocab": {token: number for number, token in enumerate(tokens)},
        },
    }
