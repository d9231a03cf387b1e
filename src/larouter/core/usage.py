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
        cache_write_1h_tokens: The part of `cache_write_tokens` that is kept for an hour.
        audio_input_tokens: The part of the input that was sound.
        image_input_tokens: The part of the input that was pictures, where the provider counts it.
        audio_output_tokens: The part of the output that was sound.
        service: The kind of service that the answer names, such as `flex` or `priority`; empty for the usual one.
        estimated: True when the backend did not say and the router counted for itself.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False
    cache_write_1h_tokens: int = 0
    audio_input_tokens: int = 0
    image_input_tokens: int = 0
    audio_output_tokens: int = 0
    service: str = ""


NOTHING = Usage()
