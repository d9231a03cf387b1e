import base64

import pytest

from larouter.inspect.encoded import encoded
from larouter.inspect.lexicon import Exhausted


def test_base64_and_hex_of_text_are_read() -> None:
    hidden = "password: Otter!5521x"
    for run in (
        base64.b64encode(hidden.encode()),
        base64.urlsafe_b64encode(hidden.encode()).rstrip(b"="),
        hidden.encode().hex().encode(),
    ):
        data = b"see " + run + b" there"
        assert [(data[start:end], text) for start, end, text in encoded(data)] == [(run, hidden)]


def test_words_paths_and_binary_are_not() -> None:
    words = b"internationalisation /usr/share/documentation/packages " + base64.b64encode(
        bytes(range(128, 200))
    )
    assert list(encoded(words)) == []


def test_work_is_bounded() -> None:
    run = base64.b64encode(b"plain text, nothing else") + b" "
    assert len(list(encoded(run * 1000))) == 1000
    with pytest.raises(Exhausted):
        list(encoded(run * 1001))
    with pytest.raises(Exhausted):
        list(encoded(b"QUJD" * 50_001))
