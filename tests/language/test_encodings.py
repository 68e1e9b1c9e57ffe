"""Old charsets are told by the words they make; everything that is right already stays as it is."""

import codecs
import csv
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.read.encoding import decode
from dataset.read.legacy.tables import READINGS, VNI, as_cp1252
from schemas.language.mojibake import CP1252
from schemas.language.vi.syllable import ONSETS, RHYMES, TONES, Syllable

STORY = (
    "Sáng 12/5, tại xã Tân Lập, hơn ba trăm hộ dân đã được cấp nước sạch sau nhiều năm chờ đợi. Ông Nguyễn Văn "
    "Đức, chủ tịch hội nông dân, cho biết đường ống dài mười hai cây số đi qua bốn thôn và một trường học."
)
FOREIGN = {
    "English": "The mayor said the café’s façade, built in 1893, would be restored – “in full” – by May.",
    "French": "L’élève français a été reçu à l’école où son père, déjà âgé, enseignait : « Très bien », dit-il. "
    "Les forêts brûlées près de Besançon ne seront replantées qu’à Noël, a précisé le préfet délégué. À côté, ça gèle.",
    "Spanish": "El señor José María Hernández Peña llegó ayer a Bogotá; según él, la situación económica mejorará. "
    "¿Qué pasó después? Los niños de Medellín cantaron en español. Murió Íñigo López en Málaga, a los 81 años.",
    "German": "Größere Städte wie München, Köln und Düsseldorf fördern Fußgänger. „Das wäre schön“, erklärte Bürgermeister "
    "Jürgen Müller über die Straßenbahn für Schüler. Übrigens ändert sich für Fahrgäste vorläufig nichts.",
    "Portuguese": "A população de São Paulo não está só: «AMANHÃ», diz a irmã João, há eleições. Você já votou? Três câmaras.",
    "Danish": "På øen Bornholm døde tre får, sagde Søren Østergård på mødet i går. Børn går også på gåtur når solen står højt.",
    "Polish": "Wojciech Jaruzelski i Lech Wałęsa spotkali się w Łodzi; późną jesienią ruszyły żniwa źdźbło.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl Tomáš Dvořák z Plzně.",
    "Turkish": "Cumhurbaşkanı Erdoğan İstanbul’da öğrencilerle görüştü; ışık ve gölge aynı çerçevede.",
    "Vietnamese": STORY,
    "names": "Luis Antonio Torres Iríbar, Beyoncé, Zoë, Malmö, Bø, Ångström, São Tomé, Île-de-France, Señor Muñoz",
    "Italian": "Perché la città è più bella di giorno? Già, così disse il papà di Nicolò: «Né lunedì né martedì» — caffè, tè, università, libertà.",
    "Icelandic": "Það er gott að búa á Íslandi, sagði Þórður Æsir Ólafsson við fréttamenn í gær; öll börn fóru út á sjó.",
    "Finnish": "Älä lyö, sanoi äiti Hämeenlinnassa; pöytä ja tyttö näkyivät öisin.",
    "Dutch": "Coördinatie en reünie: één keer per jaar, zei Daniël in Curaçao.",
    "Swedish": "Så här går det när åska går över Ångermanland, sa Björn Öberg på sjön; blåbär är gott.",
    "Catalan": "L'òpera és a l'Hospitalet: què hi ha, demà? Així ho digué en Lluís — paraula col·legi, il·lusió, mà, pà.",
    "Hungarian": "Árvíztűrő tükörfúrógép – mondta Szabó László Győrben; só, bor, kő, tó, ló, hó, jó szó.",
    "Irish": "Tá an bóthar go Béal Feirste fada, arsa Seán Ó Súilleabháin; ní mór dó é a fheiceáil. Bó, cú, mé, tú, sé, sí.",
    "short Portuguese words": "Lá está o avô com a avó; cá, já, só, pó, nó, dó, mês, pés, três, português, você, não, mãe, pão, põe.",
    "short Spanish words": "Sí, él dió té a mamá; tú, mí, más, qué, sólo, café, así, sé, dé, aquí, ahí, país, raíz, baúl, Perú, menú.",
    "short French words": "Là où tu vas, ça gèle; été, né, dû, mû, sûr, mûr, à bientôt, hôtel, pâté, blé, thé, clé, pré, là-bas, déjà vu.",
    "units": "lưu lượng 350 m³/giây, diện tích 2 m²/hộ, 30°C, ±2, ½ ngày",
    "bars": "Fanpage · Nhóm · Kênh ‹ 1 2 3 … 9 › × ÷ Đóng",
    "signs": "Giá 5 €/kg · © 2024 VGP » Kinh tế » Nông nghiệp; 30°C ±2, 50 µg/m³ – “Ø 5 mm” «Hà Nội»",
}
ROOT = Path(__file__).resolve().parents[2]
LATIN_1 = ["English", "French", "Spanish", "German", "Portuguese", "Danish", "names"]


def words_of(charset: str) -> list[str]:
    """Every syllable that a charset can write, in small letters, its tone where people write it."""
    spelled = {
        Syllable(onset, rhyme, tone).written(_place(rhyme))
        for onset in ONSETS
        for rhyme in RHYMES
        for tone in ("", *TONES)
    }
    return sorted(word for word in spelled if word.isalpha() and encoded(word, charset) is not None)


def _place(rhyme: str) -> int:
    marked = [place for place, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    vowels = len(rhyme.rstrip("cghmnpt"))
    return marked[-1] if marked else vowels - 1 if vowels < len(rhyme) or vowels == 1 else vowels - 2


def encoded(text: str, charset: str) -> bytes | None:
    """A text in an old charset, by the inverse of what its single bytes (VNI: pairs) mean; None where it has no such letter."""
    if charset == "vni":
        return as_cp1252(text.translate(TYPED))
    if charset == "cp1258":
        return "".join(map(_tone_apart, text)).encode("cp1258")
    byte_of = BYTES[charset]
    return bytes(byte_of[letter] for letter in text) if set(text) <= set(byte_of) else None


def _tone_apart(letter: str) -> str:
    """Windows keeps â, ê, ơ whole and writes the tone after them."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in decomposed if mark in TONES), "")
    return unicodedata.normalize("NFC", decomposed.replace(tone, "")) + tone if tone else letter


@pytest.fixture(scope="module")
def iconv() -> str:
    program = shutil.which("iconv")
    if program is None:
        pytest.skip(
            "SKIPPED LOUDLY: there is no iconv here, so the tables were checked against nobody else's"
        )
    return program


@pytest.mark.parametrize(
    ("charset", "theirs", "first"),
    [("tcvn3", "TCVN5712-1", 0xA1), ("viscii", "VISCII", 0x80), ("cp1258", "CP1258", 0xA0)],
)
def test_tables_agree_with_glibc(iconv: str, charset: str, theirs: str, first: int) -> None:
    for byte in (*range(0x20, 0x7F), *range(first, 256)):
        done = subprocess.run(
            [iconv, "-f", theirs, "-t", "UTF-8"], input=bytes([byte]), capture_output=True, check=False
        )
        if done.returncode == 0:
            assert READINGS[charset](bytes([byte])) == unicodedata.normalize("NFC", done.stdout.decode()), (
                hex(byte)
            )


@pytest.mark.seeds
def test_every_legacy_vector(shared: Path) -> None:
    with (shared / "reference" / "vectors.tsv").open(encoding="utf-8") as handle:
        rows = [
            row
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["op"].startswith("legacy:")
        ]
    assert len(rows) >= 7
    for row in rows:
        given, expected = (
            row[name].encode("latin-1").decode("unicode_escape")
            for name in ("input_escaped", "expected_escaped")
        )
        if given.startswith("hex:"):
            forms = [bytes.fromhex(given[4:])]
        else:
            forms = [given.encode(), as_cp1252(given) or b""]
        for data in forms:
            assert decode(data, None) == expected, (row["id"], row["op"])


@pytest.mark.parametrize("charset", sorted(READINGS))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_texts_in_old_charsets_come_back(charset: str, data: st.DataObject) -> None:
    plain, accented = (
        [word for word in WORDS[charset] if word.isascii() == ascii] for ascii in (True, False)
    )
    words = data.draw(st.lists(st.sampled_from(accented), min_size=25, max_size=35, unique=True))
    words += data.draw(st.lists(st.sampled_from(plain), min_size=15, max_size=15))
    words = data.draw(st.permutations(words))
    text = " ".join(words[:30]).capitalize() + ", " + " ".join(words[30:]) + "."
    text = text[0].lower() + text[1:] if encoded(text, charset) is None else text
    raw = encoded(text, charset)
    assert raw is not None
    assert decode(raw, None) == text
    # The same after somebody took it for cp1252 and saved it as UTF-8, with a mark or without.
    seen = "".join(CP1252[byte] for byte in raw)
    assert decode(seen.encode(), None) == decode(seen.encode("utf-8-sig"), None) == text


@given(
    st.sampled_from(["cp1252", "latin-1"]),
    st.integers(1, 2),
    st.lists(st.sampled_from(STORY.split()), min_size=6),
)
@settings(max_examples=60, deadline=None)
def test_utf8_that_was_read_as_western_comes_back(charset: str, times: int, words: list[str]) -> None:
    text = " ".join([*words, "Việt Nam"])
    seen = text
    for _ in range(times):
        seen = (
            "".join(CP1252[byte] for byte in seen.encode())
            if charset == "cp1252"
            else seen.encode().decode("latin-1")
        )
    assert decode(seen.encode(), None) == text


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_what_is_right_stays(language: str) -> None:
    """As a page, and as lines of one to six words, where there is least to go by."""
    text = FOREIGN[language]
    words = text.split(" ")
    lines = [" ".join(words[at : at + size]) for size in (1, 2, 3, 6) for at in range(len(words))]
    for part in [text * 5, text, *lines]:
        assert decode(part.encode(), None) == part


@pytest.mark.parametrize("folder", ["tests/normalize/styles", "examples/pages"])
def test_our_own_pages_stay(folder: str) -> None:
    pages = [path.read_bytes() for path in sorted((ROOT / folder).glob("*.txt"))]
    texts = [text for page in pages if isinstance(text := decode(page, None), str)]
    assert len(texts) >= len(pages) - 1
    assert {text.encode() for text in texts} <= {page.removeprefix(codecs.BOM_UTF8) for page in pages}


@pytest.mark.seeds
def test_real_pages_stay(shared: Path) -> None:
    for path in (shared / "seeds").glob("*.txt"):
        assert decode(path.read_bytes(), None) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LATIN_1)
@pytest.mark.parametrize("declared", [None, "ISO-8859-1", "utf-8"])
def test_western_pages_in_cp1252_are_read(language: str, declared: str | None) -> None:
    assert decode(FOREIGN[language].encode("cp1252"), declared) == FOREIGN[language]


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("shift_jis", "首相は本日、東京で会見した。"),
        ("windows-1251", "Президент прибыл в Ханой с визитом."),
        ("gb18030", "总理今天抵达河内。"),
        ("windows-1250", FOREIGN["Czech"]),
    ],
)
def test_a_declared_charset_is_believed_where_nothing_speaks_against_it(charset: str, text: str) -> None:
    assert decode(text.encode(charset), charset) == text


def test_the_head_of_a_page_names_its_charset() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><p>Президент</p>'
    assert decode(page.encode("windows-1251"), None) == page


@pytest.mark.parametrize("language", ["Vietnamese", "French", "Czech"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_unicode_with_and_without_a_mark(language: str, charset: str, marked: bool) -> None:
    marks = {
        **{"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE},
        **{"utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE},
    }
    data = (marks[charset] if marked else b"") + FOREIGN[language].encode(charset)
    assert decode(data, None) == FOREIGN[language]


@pytest.mark.parametrize("charset", ["tcvn3", "vni", "viscii", "cp1258"])
@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_page_that_quotes_a_line_in_an_old_charset(charset: str, as_bytes: bool) -> None:
    quoted = "cộng hoà xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc"
    raw = encoded(quoted, charset)
    assert raw is not None
    line = raw if as_bytes else "".join(CP1252[byte] for byte in raw).encode()
    page = STORY.encode() + b"\n" + line + b"\n" + STORY.encode() + b"\nCaf\xc3\xa9 Jos\xc3\xa9\n"
    assert decode(page, "utf-8") == f"{STORY}\n{quoted}\n{STORY}\nCafé José\n"


def test_a_foreign_name_in_cp1252_within_a_page_in_utf8() -> None:
    data = f"{STORY}\nÔng ".encode() + "José Peña".encode("cp1252") + " đã đến Hà Nội.".encode()
    assert decode(data, None) == f"{STORY}\nÔng José Peña đã đến Hà Nội."


def test_capital_fonts_of_abc() -> None:
    raw = encoded("céng hoµ".replace("é", "ộ").replace("µ", "à"), "tcvn3")
    assert raw is not None
    data = (
        raw.replace(b"c", b"C").replace(b"ng", b"NG").replace(b"ho", b"HO")
        + b"\n"
        + (encoded(STORY.lower(), "tcvn3") or b"")
    )
    text = decode(data, None)
    assert isinstance(text, str)
    assert text.startswith("CỘNG HOÀ\n")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        (bytes(range(1, 9)) * 20, "binary"),
        (b"\xff\xfeV\x00i", "undecodable"),
        ("Тест текста".encode("koi8-r"), "undecodable"),
        (STORY.encode() + b"\xff\x81\xfe", "undecodable"),
        ("東京で会見".encode("shift_jis"), "undecodable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    result = decode(data, None)
    assert isinstance(result, tuple)
    assert result[0] == reason
    assert result[1]


@given(
    st.binary(max_size=80),
    st.sampled_from([None, "utf-8", "x", "utf-7", "hex", "unicode_escape", "windows-1258", "gbk"]),
)
@settings(deadline=None)
def test_no_bytes_raise(data: bytes, declared: str | None) -> None:
    result = decode(data, declared)
    assert isinstance(result, str) or result[0] in ("binary", "undecodable")


@given(st.text(max_size=60).filter(lambda text: "\x00" not in text))
@settings(deadline=None)
def test_ascii_and_other_scripts_stay(text: str) -> None:
    text = "".join(char for char in text if char.isascii() or ord(char) > 0x24F)
    result = decode(text.encode("utf-8", "replace"), None)
    assert not isinstance(result, str) or result == text.encode("utf-8", "replace").decode()


WRITTEN = [*range(0x20, 0x7F), *range(0x80, 256)]
BYTES = {
    charset: {READINGS[charset](bytes([byte])): byte for byte in (*WRITTEN, *more)}
    for charset, more in (("tcvn3", ()), ("viscii", (2, 5, 6, 0x14, 0x19, 0x1E)))
}
TYPED = {ord(meant): pair for pair, meant in sorted(VNI.items())}
WORDS = {charset: words_of(charset) for charset in READINGS}


@pytest.mark.parametrize(
    "data",
    [
        "ø\n".encode() * 300_000,
        "ø".encode() * 300_000,
        b"\xe9\n" * 300_000,
        b"\xe9" * 300_000,
        f"{STORY}\n".encode() + b"\xb5 x\n" * 200_000,
        "áºáº".encode() * 100_000,
        b"7" * 300_000 + b"\xe9",
    ],
    ids=["lines", "letters", "western lines", "western letters", "bad lines", "half mojibake", "digits"],
)
def test_hostile_pages_are_done_soon(data: bytes) -> None:
    start = time.process_time()
    decode(data, None)
    assert time.process_time() - start < 4
