"""Text that nobody chose, for tests of the language toolkit."""

from hypothesis import strategies as st

# Letters, tones typed apart, every kind of space, break and invisible character, emoji and joiners.
AWKWARD = (
    "aăâeêioôơuưyđAĐUƠ nghctmpQqksẾộỳÿ"
    "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u0308\u1dc4\u0958"
    "\n\n\xa0\t\u2009\u3000\u200b\u200d\u200e\u2028\r\n\x0b\x85\x00\x1f\x7f\xad\ufeff\ufffe\ud800"
    "ÐðƉ\u2011👨👩\ufe0f❤“”‘«»–-\u2212.,:/|0123456789"
)
texts = st.text(alphabet=st.one_of(st.sampled_from(AWKWARD), st.characters()), max_size=80)
