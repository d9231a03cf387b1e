"""How long inspection takes: python bench/sensitivity_speed.py."""

# ruff: noqa: E501, RUF001

import statistics
import time

from larouter.inspect.sensitive import Inspector, Memory

PLAIN = (
    "The committee met in the small hall to talk about the new reading room and the garden behind it. "
    "Most members liked the plan for wooden shelves, two long tables and a quiet corner for children, and asked "
    "how many chairs would fit near the tall windows. The architect explained that light from the south is warm in "
    "winter, too bright in July, and that linen curtains are cheap. After a short break with tea and apple cake the "
    "group compared three kinds of floor, listened to samples of the bell, and agreed to visit a similar house in a "
    "neighbouring village before the end of spring. Somebody mentioned that 40 people came to the last concert, and "
    "that a piano would be welcome, though heavy. The minutes will be written by whoever arrives first next time. "
)
GERMAN = "Über die schönen Gärten hinter dem Häuschen wurde früher viel erzählt, und größere Bäume hätten dort auch Platz gefunden. "
RUSSIAN = "Вечером мы долго гуляли по набережной и говорили о книгах, которые давно хотели прочитать вместе с друзьями. "
CHINESE = "昨天晚上我们沿着河边散步，聊了很多关于旅行和美食的话题，还约好下个月一起去山里看日出。"
FINDINGS = "Please pay to DE44 5001 0517 5407 3249 31 with card 4556 7375 8689 9855. Call +44 7911 123457. \\u0041 %41 &#65; password: Otter!5521x. "


def sized(text: str, size: int) -> str:
    """`text` repeated to `size` bytes of UTF-8."""
    return (text * (size // len(text.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


def micros(text: str, rounds: int) -> float:
    """Median microseconds of processor time for one inspection of new text."""
    inspector = Inspector(memory=Memory(size=0))
    inspector.inspect([text])
    times = []
    for _ in range(rounds):
        start = time.process_time()
        inspector.inspect([text])
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e6


def main() -> None:
    for name, text in (("English", PLAIN), ("German", GERMAN), ("Russian", RUSSIAN), ("Chinese", CHINESE)):
        print(f"1 KB plain {name}: {micros(sized(text, 1024), 2000):.0f} us")
    print(f"2 KB with 4 findings and 3 escapes: {micros(sized(PLAIN, 1850) + FINDINGS, 500):.0f} us")
    print(f"2 KB with 8 findings and 6 escapes: {micros(sized(PLAIN, 1700) + FINDINGS * 2, 500):.0f} us")
    print(f"2 KB of findings only: {micros(sized(FINDINGS, 2048), 300):.0f} us")
    for size in (40_000, 160_000, 640_000):
        mixed = sized(PLAIN * 4 + FINDINGS, size)
        print(
            f"{size // 1000} KB plain: {micros(sized(PLAIN, size), 20) / 1000:.2f} ms, mixed: {micros(mixed, 10) / 1000:.2f} ms"
        )


if __name__ == "__main__":
    main()
