"""Random JSON, small enough to be made quickly."""

from hypothesis import strategies as st

names = st.sampled_from(("", "a", "b", "model", "usage", "two words", '"', "\\", "\n", "é", "\ud7ff😀"))
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.sampled_from((None, True, False)) | numbers | st.text(max_size=4) | names
values = st.recursive(
    scalars,
    lambda child: st.lists(child, max_size=3) | st.dictionaries(names, child, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(names, values, max_size=4)
