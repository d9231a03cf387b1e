"""What was asked, in the protocol it was asked in."""

from collections.abc import Mapping, Sequence

from larouter.core.frozen import frozen

OPENAI_CHAT = "openai.chat"
OPENAI_RESPONSES = "openai.responses"
ANTHROPIC = "anthropic.messages"
GEMINI = "google.gemini"
OPENAI_EMBEDDINGS = "openai.embeddings"
OPENAI_COMPLETIONS = "openai.completions"
OPENAI_DECISIONS = "openai.decisions"

EMBEDDINGS = "embeddings"
"""The capability of making vectors of texts, and the need of a request that asks for them."""


@frozen
class Body:
    """A JSON object as it came, and where each of its members stands.

    Attributes:
        text: The whole body.
        members: The parsed members.
        spans: For each member, the half-open range of its value in `text`, in characters.
        size: Length in bytes.
    """

    text: str
    members: Mapping[str, object]
    spans: Mapping[str, tuple[int, int]]
    size: int

    def with_members(self, changes: Mapping[str, str]) -> bytes:
        """The body as UTF-8 with the values of some members replaced or added, and the rest byte for byte.

        Args:
            changes: Member name to JSON.
        """
        text = self.text
        if len(changes) == 1 and changes.keys() <= self.spans.keys():  # the model alone, as for most requests
            ((name, value),) = changes.items()
            start, end = self.spans[name]
            return f"{text[:start]}{value}{text[end:]}".encode()
        pieces: list[str] = []
        at = 0
        known = sorted((self.spans[name], value) for name, value in changes.items() if name in self.spans)
        for (start, end), value in known:
            pieces += (text[at:start], value)
            at = end
        added = [f'"{name}":{value}' for name, value in changes.items() if name not in self.spans]
        if added:
            closing = text.rindex("}")
            pieces += (text[at:closing], "," if self.spans else "", ",".join(added))
            at = closing
        pieces.append(text[at:])
        return "".join(pieces).encode()


@frozen
class Turn:
    """One message, as far as a decision needs it.

    Attributes:
        role: As the protocol names it.
        text: All of its text, parts joined by a line feed; tool-call arguments and results included.
        tool_calls: How many tools it calls.
    """

    role: str
    text: str
    tool_calls: int = 0


@frozen
class Chat:
    """A request for an answer.

    Attributes:
        protocol: The wire protocol it was spoken in, such as `openai.chat`.
        model: As asked for: `auto`, a tier, an id or `backend/id`.
        stream: Whether the answer is wanted piece by piece.
        turns: The conversation so far, oldest first.
        needs: Capabilities without which it cannot be answered, such as `tools` or `vision`.
        tools: Names of the tools on offer.
        definitions: Everything else in it that carries text: tool definitions, schemas, metadata, file names.
        max_tokens: The longest answer wanted, in tokens; 0 when the client did not say.
        answers: How many alternative answers are wanted.
        wants_usage: Whether a stream should end with the usage (a JSON answer always has it).
        body: What came, for passing through.
        opaque: Whether some of it is in a form that cannot be inspected, such as token ids.
        kept: Whether the answer is kept for later requests to go on from.
        previous: The kept answer that it goes on from; empty for none.
        betas: The features of the `anthropic-beta` header.
    """

    protocol: str
    model: str
    stream: bool
    turns: Sequence[Turn]
    needs: frozenset[str]
    tools: tuple[str, ...]
    definitions: tuple[str, ...]
    max_tokens: int
    answers: int
    wants_usage: bool
    body: Body
    opaque: bool = False
    kept: bool = False
    previous: str = ""
    betas: tuple[str, ...] = ()
