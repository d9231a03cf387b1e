"""Tiny models that a real llama.cpp loads: exact replies, endless streams, tool calls, slow loading.

A model is a chain. Attention and feed-forward weights are zero, so the next token depends on the last one
alone: a header token leads to the first piece of a reply, each piece to the next, the last to the end of the
sequence. Whatever the prompt says, the answer is the reply, letter by letter, at any usual temperature.

Every piece must be a token of its own, or the chain would run in circles. So a word that comes again is
taken together with the words after it until the piece is new.
"""

import array
import hashlib
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from larouter.fleet.local.gguf_file import F16, Tensor, Value, write

CHATML = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
# The form of Hermes, which llama.cpp recognises and parses into `tool_calls`. Which header ends the prompt
# decides what is said: a call when tools are on offer, an answer once a tool has spoken or none is there.
HERMES = (
    "{%- if tools %}<|system|>Tools:{% for tool in tools %} {{ tool | tojson }}{% endfor %}"
    ' Reply with <tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call></s>'
    "{%- endif %}{%- for m in messages %}{%- if m.tool_calls %}<|assistant|>{%- for c in m.tool_calls %}"
    '<tool_call>\n{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n'
    "</tool_call>{%- endfor %}</s>{%- elif m.role == 'tool' %}<|tool|><tool_response>\n{{ m.content }}\n"
    "</tool_response></s>{%- else %}<|{{ m.role }}|>{{ m.content }}</s>{%- endif %}{%- endfor %}"
    "{%- if add_generation_prompt %}{%- if tools and messages[-1].role != 'tool' %}<|use|>"
    "{%- else %}<|assistant|>{%- endif %}{%- endif %}"
)
DECISION = (
    "<|user|>{% if state is string %}{{ state }}{% else %}{{ state | tojson }}{% endif %}</s><|assistant|>"
)
DEFAULT_REPLY = "Hello from a real llama.cpp server. This answer is canned, local and free."
# No header may have a name that llama.cpp takes for the end of an answer, as it does `<|call|>` and `<|end|>`: a
# grammar that meets one in a prompt aborts the whole server.
_ROLES = ("<|user|>", "<|assistant|>", "<|system|>", "<|developer|>", "<|tool|>", "<|use|>")
_END = 2
_NORMAL, _UNKNOWN, _CONTROL, _UNUSED, _BYTE = 1, 2, 3, 5, 6
_WIDTH = 128
_GAIN = 0.5  # the right token leads by some 50 logits, so that no usual temperature hides it
_SPACE = "\u2581"  # how the tokenizer writes a space


def write_reply(path: Path, reply: str = DEFAULT_REPLY, *, name: str = "canned", context: int = 4096) -> None:
    """Write a model that answers everything with `reply`, then stops.

    Args:
        path: Where to; folders are made.
        reply: The answer; any text without U+2581.
        name: What the model calls itself.
        context: The window it claims, in tokens; an ordinary prompt takes about one a byte.
    """
    _write_chains(path, {"<|assistant|>": _pieces(reply)}, name=name, context=context)


def write_loop(path: Path, words: str = "tick tock", *, name: str = "loop", context: int = 32768) -> None:
    """Write a model that repeats `words` until it is stopped."""
    pieces = _pieces(words + " ")
    _write_chains(path, {"<|assistant|>": [*pieces, pieces[0]]}, name=name, context=context)


def write_tool_call(
    path: Path,
    tool: str = "get_weather",
    arguments: Mapping[str, object] | None = None,
    *,
    then: str = "The tool has answered, and so have I.",
    name: str = "tool",
) -> None:
    """Write a model that calls a tool when one is on offer, and else (also after the result) says `then`.

    llama.cpp holds a call to the schema that came with the request, so `arguments` must fit it.
    """
    wanted = {"city": "Oslo"} if arguments is None else dict(arguments)
    call = json.dumps({"name": tool, "arguments": wanted}, ensure_ascii=False)
    seen: set[str] = set()
    chains = {
        "<|use|>": _pieces(f"<tool_call>\n{call}\n</tool_call>", seen),
        "<|assistant|>": _pieces(then, seen),
    }
    _write_chains(path, chains, name=name, context=8192, template=HERMES)


def write_decision(path: Path, letter: str = "D", *, name: str = "decision") -> None:
    """Write a model that takes decisions through `/v1/systemone`, always for the option of that letter, A to E.

    The keys are those of llama.cpp's native decision models; asked through plain chat it says the letter.
    """
    letters = [letter, *(other for other in "ABCDE" if other != letter)]
    chains = {"<|assistant|>": [letter], "<|use|>": letters[1:]}
    more: list[tuple[str, Value]] = [
        ("llama.decision.type", "openjev"),
        ("llama.decision.temperature.choice", 2.5),
        ("tokenizer.chat_templates", ["systemone"]),
        ("tokenizer.chat_template.systemone", DECISION),
    ]
    _write_chains(path, chains, name=name, context=8192, more=more)


def write_sparse(path: Path, *, layers: int = 8, width: int = 2048, name: str = "sparse") -> None:
    """Write a model whose weights are a hole in the file: about 1 GB to load, some KB on the disk.

    It takes a while to load, then says nothing sensible, slowly.
    """
    tokens = _vocabulary((), -(259 % -32))
    inner, heads = 4 * width, width // 128
    metadata = _metadata(name, 4096, CHATML, tokens)
    metadata += _shape(layers=layers, width=width, inner=inner, heads=heads, file_type=F16)
    tensors = [
        Tensor("token_embd.weight", (width, len(tokens)), None, F16),
        Tensor("output_norm.weight", (width,), None),
        Tensor("output.weight", (width, len(tokens)), None, F16),
    ]
    for layer in range(layers):
        tensors += _layer(layer, width, inner, F16)
    write(path, metadata, tensors)


def _pieces(text: str, seen: set[str] | None = None) -> list[str]:
    """Cut a text into pieces of whole words, no two alike; `seen` holds those that are taken already."""
    if not text.strip() or _SPACE in text:
        raise ValueError("a reply needs words, and cannot hold U+2581")
    seen = set() if seen is None else seen
    pieces: list[str] = []
    piece = ""
    for number, word in enumerate(text.split(" ")):
        piece += (_SPACE if number else "") + word
        if piece and piece not in seen:
            seen.add(piece)
            pieces.append(piece)
            piece = ""
    while piece:  # the tail is a piece that is taken: join it to the one before
        if not pieces:
            raise ValueError(f"the reply {text!r} is already in use as part of another")
        piece = pieces.pop() + piece
        if piece not in seen:
            seen.add(piece)
            pieces.append(piece)
            piece = ""
    return pieces


def _write_chains(
    path: Path,
    chains: Mapping[str, Sequence[str]],
    *,
    name: str,
    context: int,
    template: str = CHATML,
    more: Iterable[tuple[str, Value]] = (),
) -> None:
    words = list(dict.fromkeys(piece for chain in chains.values() for piece in chain))
    tokens = _vocabulary(words, -(259 + len(_ROLES) + len(words)) % 32)
    ids = {text: number for number, (text, _) in enumerate(tokens)}
    embedding = _codes(len(tokens))
    output = [array.array("f", bytes(4 * _WIDTH)) for _ in tokens]
    for header, chain in chains.items():
        circle = len(chain) > 1 and chain[-1] == chain[0]
        path_ids = [ids[header], *(ids[piece] for piece in chain), *([] if circle else [_END])]
        for before, after in itertools.pairwise(path_ids):
            row = output[after]
            for column, number in enumerate(embedding[before]):
                row[column] += _GAIN * number
    metadata = _metadata(name, context, template, tokens)
    metadata += [*_shape(layers=1, width=_WIDTH, inner=32, heads=1, file_type=0), *more]
    ones = _little([array.array("f", [1.0] * _WIDTH)])
    tensors = [
        Tensor("token_embd.weight", (_WIDTH, len(tokens)), _little(embedding)),
        Tensor("output_norm.weight", (_WIDTH,), ones),
        Tensor("output.weight", (_WIDTH, len(tokens)), _little(output)),
        *_layer(0, _WIDTH, 32, 0),
    ]
    write(path, metadata, tensors)


def _vocabulary(words: Iterable[str], padding: int) -> list[tuple[str, int]]:
    """Tokens with their kinds: the specials, all bytes, the pieces, and padding to a multiple of 32."""
    tokens = [("<unk>", _UNKNOWN), ("<s>", _CONTROL), ("</s>", _CONTROL)]
    tokens += [(f"<0x{byte:02X}>", _BYTE) for byte in range(256)]
    tokens += [(role, _CONTROL) for role in _ROLES] if words else []
    tokens += [(word, _NORMAL) for word in words]
    return tokens + [(f"<pad{number}>", _UNUSED) for number in range(padding)]


def _codes(count: int) -> list["array.array[float]"]:
    """Rows of ±1 that are nearly at right angles to each other, always the same ones."""
    bits = hashlib.shake_256(b"larouter").digest(count * _WIDTH // 8)
    signs = array.array("f", [1.0 if bits[at >> 3] >> (at & 7) & 1 else -1.0 for at in range(count * _WIDTH)])
    return [signs[at : at + _WIDTH] for at in range(0, len(signs), _WIDTH)]


def _little(rows: Sequence["array.array[float]"]) -> bytes:
    flat = array.array("f")
    for row in rows:
        flat.extend(row)
    if sys.byteorder == "big":
        flat.byteswap()
    return flat.tobytes()


def _layer(number: int, width: int, inner: int, kind: int) -> Iterator[Tensor]:
    """A transformer layer that adds nothing: all its weights are holes."""
    yield Tensor(f"blk.{number}.attn_norm.weight", (width,), None)
    yield Tensor(f"blk.{number}.ffn_norm.weight", (width,), None)
    for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
        yield Tensor(f"blk.{number}.{part}.weight", (width, width), None, kind)
    for part in ("ffn_gate", "ffn_up"):
        yield Tensor(f"blk.{number}.{part}.weight", (width, inner), None, kind)
    yield Tensor(f"blk.{number}.ffn_down.weight", (inner, width), None, kind)


def _metadata(
    name: str, context: int, template: str, tokens: Sequence[tuple[str, int]]
) -> list[tuple[str, Value]]:
    return [
        ("general.architecture", "llama"),
        ("general.name", name),
        ("general.license", "apache-2.0"),
        ("llama.context_length", context),
        ("tokenizer.ggml.model", "llama"),
        ("tokenizer.ggml.pre", "default"),
        ("tokenizer.ggml.tokens", [text for text, _ in tokens]),
        ("tokenizer.ggml.scores", [-1000.0 if kind == _NORMAL else 0.0 for _, kind in tokens]),
        ("tokenizer.ggml.token_type", [kind for _, kind in tokens]),
        ("tokenizer.ggml.bos_token_id", 1),
        ("tokenizer.ggml.eos_token_id", _END),
        ("tokenizer.ggml.unknown_token_id", 0),
        ("tokenizer.ggml.add_bos_token", True),
        ("tokenizer.ggml.add_space_prefix", False),
        ("tokenizer.chat_template", template),
        ("llama.vocab_size", len(tokens)),
    ]


def _shape(*, layers: int, width: int, inner: int, heads: int, file_type: int) -> list[tuple[str, Value]]:
    return [
        ("general.file_type", file_type),
        ("llama.embedding_length", width),
        ("llama.block_count", layers),
        ("llama.feed_forward_length", inner),
        ("llama.attention.head_count", heads),
        ("llama.attention.head_count_kv", heads),
        ("llama.attention.layer_norm_rms_epsilon", 1e-5),
        ("llama.rope.dimension_count", width // heads),
    ]
