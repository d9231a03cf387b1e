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


def test_what_introduced_the_first_piece_is_read_too() -> None:
    asked = "Can you help with the form? My tax number begins with 728 954"
    told = "Of course, gladly, and how does it go on after that, if I may ask?"
    readings = read(asked, told, "03 555, and now please the text for the office")
    assert any("tax number" in reading and reading.endswith("728 954 03 555") for reading in readings)


def test_counts_of_days_are_no_parts_of_a_number() -> None:
    answer = "We take returns for fourteen days after that, which our shop has always done, as you may know."
    assert len(read("returns within 14 days", answer, "I bought it 20 days ago")) <= 1


def test_parts_of_a_secret_are_put_together_after_the_words_that_were_said() -> None:
    first, *_ = read("the token comes in two parts", "first: ghp_Zt5Wq8Yb2Nc7", "then Lm4Xv9Kd1Rf6Hs3P")
    assert "token" in first
    assert first.endswith("ghp_Zt5Wq8Yb2Nc7Lm4Xv9Kd1Rf6Hs3P")


def test_a_time_of_the_day_is_no_part_of_a_number() -> None:
    assert read("it proofs 90 min and now it is 16:40", "so it is ready at 18:10") == []


SESSION = "01a1fac2-cb5c-7db3-ae66-965ede9ca0c8"
RAN = "Chunk ID: 4ac307\nWall time: 0.0000 seconds\nProcess exited with code 0\nOriginal token count: 0\nOutput:\n"


def test_the_session_of_an_agent_and_the_time_of_its_call_are_no_parts_of_a_number() -> None:
    """Codex's second request: its function call output had the telephone 01 66 965 307 0."""
    assert read(f'"{SESSION}"', "Greet in the morning.", f"{RAN}\nfunction call output") == []


def test_a_number_in_pieces_beside_a_session_is_read() -> None:
    [reading] = read(SESSION, "my card starts with 4556 7375", f"{SESSION} and goes on 8689 9855")
    assert reading.endswith("4556 7375 8689 9855")


def test_the_sizes_of_what_commands_of_an_agent_said_are_no_parts_of_a_number() -> None:
    """Three calls had the telephone 4821 3310 7716 in them."""
    counts = [RAN.replace("count: 0", f"count: {count}") for count in (4821, 3310, 7716)]
    assert read(*counts, "function call output") == []
