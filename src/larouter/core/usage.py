"""What an attempt used, in tokens."""

from larouter.core.frozen import frozen


@frozen
class Usage:
    """Tokens of one attempt.

    Attributes:
        input_tokens: The whole prompt, cached tokens included.
        output_tokens: The whole answer, reasoning tokens included.
        cached_tokens: The part of the input that was read from the provider's cache.
        cache_write_tokens: The part of the input that was written to it.
        reasoning_tokens: The part of the output that was reasoning.
        estimated: True when the backend did not say and the router counted for itself.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False


NOTHING = Usage()
