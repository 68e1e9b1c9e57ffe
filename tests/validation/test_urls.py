"""The engine's expression and the function that dedup uses say the same of any URL."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from schemas.urls import url_identity
from validation.engine.keys import url_identity as expression

urls = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["https://", "http://", "HTTP://", "", "https://http://"]),
        st.sampled_from(["www.", "www.www.", ""]),
        st.text("ab./#?", max_size=12),
    ),
)


@given(urls)
def test_both_say_the_same(url: str) -> None:
    frame = pl.DataFrame({"url": [url], "kind": ["article"]})
    assert frame.select(expression()).item() == url_identity(url)
