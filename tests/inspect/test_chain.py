from larouter.inspect.chain import Chain


def read(*texts: str) -> list[str]:
    chain = Chain()
    for text in texts:
        chain.add(text)
    return list(chain.readings())


def test_pieces_of_several_messages_are_read_in_order_with_the_words_around() -> None:
    [reading] = read("my card starts with 4556 7375", "go on", "8689 9855")
    assert reading.endswith("4556 7375 8689 9855")
    assert "my card" in reading


def test_one_piece_is_no_chain() -> None:
    assert read("my number is 4556", "thanks") == []


def test_long_messages_are_left_to_their_own_reading() -> None:
    assert read("4556 " + "x" * 300, "7375") == []
