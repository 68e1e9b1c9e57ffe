"""Vietnamese abbreviations that end in a full stop without ending the sentence."""

# Places, titles, offices, as newsrooms print them, in lower case. Words that also close sentences (số,
# no, st, đ) are left out: a missed boundary costs less than a false one only where it is rare.
_PRINTED = (
    "tp tx tt q p kp ts ths gs pgs bs bsck bscki bsckii ks kts ls cn ncs nsnd nsưt ubnd hđnd bch tw ct pct "
    "tgđ gđ pgđ tr vd mr mrs ms dr prof jr inc ltd sđt stt"
)
ABBREVIATIONS = frozenset(_PRINTED.split())
