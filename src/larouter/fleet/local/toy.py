"""The toy model of a bare machine: a real llama.cpp server with a model that says what it is."""

import hashlib
from pathlib import Path

from larouter.fleet.local.gguf import write_reply

TOY = "toy"
REPLY = (
    "I am a toy inside LA Router, not a real model. These words are canned, whatever you ask, but they "
    "come from a genuine llama.cpp server on this machine: your request was read, routed, answered and "
    "accounted for.\n\n"
    "To talk to a real model, start Ollama, llama.cpp, vLLM, LM Studio or MLX on this machine, and LA "
    "Router finds it within seconds. Or set a key such as OPENAI_API_KEY or ANTHROPIC_API_KEY and start LA "
    "Router again."
)
CONTEXT = 16384
_NAME = f"larouter-toy-{hashlib.sha256(REPLY.encode()).hexdigest()[:12]}.gguf"


def toy_model(cache: Path) -> Path:
    """The toy's file in that folder, written at its first use (about 10 ms, 0.7 MB)."""
    path = cache / _NAME
    if not path.exists():
        write_reply(path, REPLY, name=TOY, context=CONTEXT)
    return path
