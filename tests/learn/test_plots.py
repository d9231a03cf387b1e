"""Charts are well-formed SVG that names what it shows."""

from xml.etree import ElementTree as ET

from larouter.learn.plots import chart


def test_every_line_is_drawn_and_named() -> None:
    lines = {"a < b": [(0.0, 0.0), (1.0, 1.2)], "other": [(0.0, -0.1), (0.5, 0.5)]}
    root = ET.fromstring(chart("A & B", "calls", "gap", lines, diagonal=True))
    space = "{http://www.w3.org/2000/svg}"
    texts = [element.text for element in root.iter(f"{space}text")]
    assert {"A & B", "calls", "gap", "a < b", "other"} <= set(texts)
    assert len(list(root.iter(f"{space}polyline"))) == 3
    for line in root.iter(f"{space}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 520
            assert 0 <= y <= 380
