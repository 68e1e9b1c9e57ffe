"""Label Studio's exports as nobody made them, for Hypothesis: the right shape, and anything in the place of any part."""

import json

from hypothesis import strategies as st

from schemas.contract import default_contract
from schemas.label_config import ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS

TEXT = "Sáng 🌾 ở Huế,\n\nông Tám  gặp 👨\u200d👩\u200d👧 Hà Nội."
_CONTRACT = default_contract()
# json.dumps writes the last three as NaN and Infinity, which are no JSON, and as half of a surrogate pair.
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 40),
    st.sampled_from([10**400, -(2**63), 2**31, 0.5, 1e308, float("nan"), float("inf"), "\ud83c"]),
    st.text(max_size=6),
    st.sampled_from(
        ["text", "labels", "PER", "Huế", "1", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
    ),
)


def _deep(levels: int, inner: object) -> object:
    return {"deep": levels, "inner": inner}


anything = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=4) | st.sampled_from(["id", "start", "text"]), inner, max_size=3),
        # As deep as Python still reads, and deeper.
        st.builds(_deep, st.sampled_from([90, 150, 950, 3_000]), inner),
    ),
    max_leaves=5,
)


@st.composite
def _mostly(draw: st.DrawFn, usual: st.SearchStrategy[object]) -> object:
    """`one_of` would take equal branches for one, and anything for most."""
    return draw(anything if draw(st.integers(0, 19)) == 13 else usual)


def _object(**members: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """One of the members may be missing; any may be anything."""
    whole = st.fixed_dictionaries({name: _mostly(one) for name, one in members.items()})
    lost = st.sampled_from([""] * 3 * len(members) + sorted(members))
    return st.builds(lambda body, name: {key: body[key] for key in body if key != name}, whole, lost)


_PLACE = st.integers(0, len(TEXT))
_VALUE = _object(
    start=_PLACE,
    end=_PLACE,
    text=st.sampled_from(["Huế", "ông Tám gặp", "🌾", "Huế,\\n\\nông"]),
    labels=st.lists(_mostly(st.sampled_from(_CONTRACT.entity_names)), max_size=2),
    choices=st.lists(_mostly(st.sampled_from(_CONTRACT.topic_codes[:5])), max_size=4),
    taxonomy=st.lists(st.lists(_mostly(st.sampled_from(_CONTRACT.topic_codes[:5])), max_size=2), max_size=2),
    globalOffsets=_object(start=_PLACE, end=_PLACE),
)
_FROM = st.sampled_from([ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS])
result = _object(
    type=st.sampled_from(["labels", "choices", "taxonomy", "relation"]),
    from_name=_FROM,
    origin=st.just("manual"),
    value=_VALUE,
)
_MOMENT = st.datetimes().map(str) | st.sampled_from(["2024-03-01T10:00:00Z", 1.7e9])
_ANNOTATION = _object(
    id=st.integers(0, 9),
    completed_by=st.integers(1, 3) | _object(id=st.integers(1, 3), email=st.just("a@b.example")),
    created_at=_MOMENT,
    updated_at=_MOMENT,
    lead_time=st.floats(0, 1e4),
    was_cancelled=st.booleans(),
    result=st.lists(_mostly(result), min_size=1, max_size=4),
)
_ANSWERS = st.lists(_mostly(_ANNOTATION), min_size=1, max_size=3)
_TASK = st.one_of(
    _object(data=_object(text=st.just(TEXT), id=st.text(max_size=2)), annotations=_ANSWERS),
    _object(
        id=st.integers(),
        data=_object(text=st.just(TEXT)),
        meta=st.just({"contract_version": "1.0.0"}),
        completions=_ANSWERS,
    ),
)
_LISTS = st.lists(_mostly(_TASK), min_size=1, max_size=3)


def written(body: object) -> str:
    """JSON; what is marked as deep is nested so many times, in lists and objects in turn."""
    if isinstance(body, dict) and body.keys() == {"deep", "inner"}:
        many = body["deep"] // 2
        return '[{"a":' * many + written(body["inner"]) + "}]" * many
    if isinstance(body, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{written(value)}" for key, value in body.items()) + "}"
    return "[" + ",".join(map(written, body)) + "]" if isinstance(body, list) else json.dumps(body)


def _twice(text: str, at: int) -> str:
    """One of the keys stands twice."""
    places = [place for place in range(len(text)) if text.startswith('"start":', place)]
    place = places[at % len(places)] if places else 0
    return text[:place] + '"start":1,' * bool(places) + text[place:]


_LIST = _LISTS.map(written)
_LINES = _LISTS.map(lambda tasks: "\n".join(map(written, tasks)) if isinstance(tasks, list) else "")
_CUT = st.builds(lambda text, at: text[: at % (len(text) + 1)], _LIST, st.integers(0, 4_000))
_ODD = st.one_of(_LINES, st.builds(_twice, _LIST, st.integers(0, 9)), _CUT, anything.map(written))


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    if draw(st.integers(0, 9)) == 7:
        return draw(st.binary(max_size=20))
    text = draw(_ODD if draw(st.integers(0, 3)) == 3 else _LIST)
    return text.encode("utf-8", "surrogatepass")
