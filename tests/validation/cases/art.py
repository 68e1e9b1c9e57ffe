from collections.abc import Callable
from datetime import date

from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.takedowns import RESTORED, TAKEN_DOWN, Tombstone, add_takedowns
from tests.validation.cases.case import Case, limit, put
from tests.validation.factory import Tables, article_id, retext, story
from validation.inputs import Inputs

FAMILY = "Gia đình 👨\u200d👩\u200d👧 và cờ 🏳\ufe0f\u200d🌈."
TONELESS = "Thu tuong cho biet hai ben se tiep tuc phoi hop chat che trong thoi gian toi, nhat la ve kinh te va van hoa."


def _text(text: str, number: int = 13) -> Callable[[Tables], object]:
    """Another text for an article; 13 is a teaser, of which nothing is labelled."""
    return lambda tables: retext(tables["articles"][number], text)


def _in(language: str, text: str) -> Callable[[Tables], object]:
    """The same, in another language."""

    def change(tables: Tables) -> None:
        _text(text)(tables)
        put("articles", 13, language=language)(tables)

    return change


def taken_down(
    number: int = 77, *, action: str = TAKEN_DOWN, **known: str | None
) -> Callable[[Inputs], None]:
    """A tombstone of an article, by default one that is not there."""

    def write(inputs: Inputs) -> None:
        assert inputs.takedowns is not None
        add_takedowns(
            inputs.takedowns, [Tombstone(article_id(number), action, "2026-11-30", "asked for", **known)]
        )

    return write


def _torn_line(inputs: Inputs) -> None:
    assert inputs.takedowns is not None
    inputs.takedowns.write_text('{"id": "0', encoding="utf-8")


def _long(chars: int) -> Callable[[Tables], object]:
    """The last article's text with so many code points, and no label on it."""

    def change(tables: Tables) -> None:
        retext(tables["articles"][11], "x" * chars)
        for name in ("suggestions", "annotations", "gold"):
            tables[name][:] = [row for row in tables[name] if row["id"] != article_id(11)]

    return change


def _most(chars: int) -> Callable[[Contract], Contract]:
    return lambda contract: contract.model_copy(
        update={"limits": contract.limits.model_copy(update={"max_article_chars": chars})}
    )


def _published(
    day: date | None, precision: str = "day", crawled: date | None = date(2025, 1, 15)
) -> Callable[[Tables], object]:
    return put("articles", 1, published_at=day, published_precision=precision, crawled_at=crawled)


def _again(times: int) -> Callable[[Tables], object]:
    """A teaser's id once more for each of so many other texts."""

    def change(tables: Tables) -> None:
        for number in range(times):
            copy = dict(tables["articles"][13])
            retext(copy, f"Tin vắn khác hẳn, nhưng mang cùng một mã, lần {number}.")
            tables["articles"].append(copy)

    return change


def _one_url(*, one_cluster: bool = False, kind: str = "article") -> Callable[[Tables], object]:
    def change(tables: Tables) -> None:
        one, other = tables["articles"][7], tables["articles"][10 if kind == "article" else 13]
        other["url"] = "http://www." + str(one["url"]).removeprefix("https://") + "/#top"
        if one_cluster:
            rows = {row["id"]: row for row in tables["clusters"]}
            rows[other["id"]]["cluster_id"] = rows[one["id"]]["cluster_id"]

    return change


def _paragraphs(*places: tuple[int, int]) -> Callable[[Tables], object]:
    return put("articles", 13, paragraphs=[{"start": start, "end": end} for start, end in places])


def _hash(number: int, change: Callable[[str], str]) -> Callable[[Tables], object]:
    def put_it(tables: Tables) -> None:
        row = tables["articles"][number]
        row["text_sha256"] = change(str(row["text_sha256"]))

    return put_it


CASES = [
    Case(check="ART001", kind="passes", what="every id once"),
    Case(check="ART001", kind="fails", what="one id twice", found=1, rows=_again(1)),
    Case(check="ART001", kind="edge", what="one id three times is two too many", found=2, rows=_again(2)),
    Case(check="ART002", kind="passes", what="ids of hexadecimal digits"),
    Case(
        check="ART002", kind="fails", what="a path", found=1, rows=put("articles", 13, id="../../etc/passwd")
    ),
    Case(check="ART002", kind="edge", what="128 characters", rows=put("articles", 13, id="a" * 128)),
    Case(check="ART002", kind="edge", what="129 characters", found=1, rows=put("articles", 13, id="a" * 129)),
    Case(
        check="ART002",
        kind="edge",
        what="a line break at the end",
        found=1,
        rows=put("articles", 13, id="abc\n"),
    ),
    Case(check="ART003", kind="passes", what="every URL once"),
    Case(
        check="ART003",
        kind="fails",
        what="one URL, written in two ways, on two stories",
        found=1,
        rows=_one_url(),
    ),
    Case(check="ART003", kind="edge", what="one URL in one cluster", rows=_one_url(one_cluster=True)),
    Case(check="ART003", kind="edge", what="a teaser gives its story's URL", rows=_one_url(kind="teaser")),
    Case(check="ART004", kind="passes", what="texts"),
    Case(check="ART004", kind="fails", what="signs alone", found=1, rows=_text("./.")),
    Case(check="ART004", kind="edge", what="one digit", rows=_text("7")),
    Case(check="ART004", kind="edge", what="one emoji", found=1, rows=_text("👍")),
    Case(check="ART005", kind="passes", what="composed letters"),
    Case(
        check="ART005",
        kind="fails",
        what="a letter taken apart",
        found=1,
        rows=_text("Vi\u0065\u0323\u0302t Nam"),
    ),
    Case(
        check="ART005",
        kind="edge",
        what="a letter that NFC has not composed",
        rows=_text("Chữ m\u0303 và n\u0302."),
    ),
    Case(
        check="ART005",
        kind="edge",
        what="in a caption alone",
        found=1,
        rows=put("articles", 2, captions=["Ảnh", "e\u0323"]),
    ),
    Case(check="ART006", kind="passes", what="line feeds between paragraphs"),
    Case(check="ART006", kind="fails", what="NUL", found=1, rows=_text("Tin\x00 vắn")),
    Case(check="ART006", kind="edge", what="DEL", found=1, rows=_text("Tin\x7f vắn")),
    Case(check="ART006", kind="edge", what="a soft hyphen is no control", rows=_text("Tin\xad vắn")),
    Case(check="ART006", kind="edge", what="a paragraph separator", found=1, rows=_text("Tin\u2029vắn")),
    Case(check="ART007", kind="passes", what="nothing unseen"),
    Case(check="ART007", kind="fails", what="a zero-width space", found=1, rows=_text("Hà\u200b Nội")),
    Case(check="ART007", kind="edge", what="joiners of emoji", rows=_text(FAMILY)),
    Case(check="ART007", kind="edge", what="a joiner at the end", found=1, rows=_text("Gia đình 👨\u200d")),
    Case(check="ART008", kind="passes", what="whole letters"),
    Case(check="ART008", kind="fails", what="a letter lost", found=1, rows=_text("Th\ufffd tướng")),
    Case(
        check="ART008",
        kind="edge",
        what="in a title and two captions",
        found=3,
        rows=put("articles", 2, title="Th\ufffd", captions=["\ufffd", "\ufffd"]),
    ),
    Case(check="ART009", kind="passes", what="files, hashes and versions"),
    Case(
        check="ART009", kind="fails", what="a blank path", found=1, rows=put("articles", 5, source_path=" ")
    ),
    Case(
        check="ART009",
        kind="edge",
        what="a teaser without its place",
        found=1,
        rows=put("articles", 13, item_index=None),
    ),
    Case(check="ART009", kind="edge", what="a teaser at place 0", rows=put("articles", 13, item_index=0)),
    Case(check="ART010", kind="passes", what="CC0"),
    Case(check="ART010", kind="fails", what="none", found=1, rows=put("articles", 2, license=None)),
    Case(check="ART010", kind="edge", what="blank", found=1, rows=put("articles", 2, license=" ")),
    Case(check="ART011", kind="passes", what="days and unknown days"),
    Case(
        check="ART011",
        kind="fails",
        what="a day of unknown precision",
        found=1,
        rows=_published(date(2024, 6, 2), "unknown"),
    ),
    Case(
        check="ART011", kind="edge", what="a year on its first day", rows=_published(date(2023, 1, 1), "year")
    ),
    Case(
        check="ART011",
        kind="edge",
        what="a month on its first day",
        rows=_published(date(2023, 2, 1), "month"),
    ),
    Case(
        check="ART011",
        kind="edge",
        what="a month on its last day",
        found=1,
        rows=_published(date(2023, 2, 28), "month"),
    ),
    Case(
        check="ART011", kind="edge", what="a precision without a day", found=1, rows=_published(None, "day")
    ),
    Case(check="ART012", kind="passes", what="days, some of unknown years"),
    Case(
        check="ART012", kind="fails", what="words", found=1, rows=put("articles", 1, event_date="chiều 7/11")
    ),
    Case(check="ART012", kind="edge", what="a leap day", rows=put("articles", 1, event_date="2024-02-29")),
    Case(
        check="ART012",
        kind="edge",
        what="a leap day of no leap year",
        found=1,
        rows=put("articles", 1, event_date="2023-02-29"),
    ),
    Case(
        check="ART012",
        kind="edge",
        what="an open interval",
        rows=put("articles", 1, event_date="2024-09-22/.."),
    ),
    Case(check="ART012", kind="edge", what="empty", found=1, rows=put("articles", 1, event_date="")),
    Case(check="ART013", kind="passes", what="hashes of texts"),
    Case(check="ART013", kind="fails", what="another text's", found=1, rows=_hash(13, lambda _: "0" * 64)),
    Case(check="ART013", kind="edge", what="in capitals", found=1, rows=_hash(13, str.upper)),
    Case(check="ART014", kind="passes", what="stretches between double line feeds"),
    Case(check="ART014", kind="fails", what="none", found=1, rows=put("articles", 13, paragraphs=[])),
    Case(check="ART014", kind="edge", what="of one character each", rows=_text("A\n\nB")),
    Case(check="ART014", kind="edge", what="an empty one", found=1, rows=_text("A\n\n\n\nB")),
    Case(check="ART014", kind="edge", what="one past the end", found=1, rows=_paragraphs((0, 1_000))),
    Case(check="ART015", kind="passes", what="another was taken down", files=taken_down()),
    Case(check="ART015", kind="fails", what="one that was taken down", found=1, files=taken_down(5)),
    Case(check="ART015", kind="edge", what="no list of them"),
    Case(check="ART015", kind="edge", what="one that was restored", files=taken_down(5, action=RESTORED)),
    Case(
        check="ART015",
        kind="edge",
        what="its text under another id",
        found=1,
        files=taken_down(text_sha256=text_sha256(story(5)[0])),
    ),
    Case(
        check="ART015",
        kind="edge",
        what="its address in other letters",
        found=1,
        files=taken_down(url="BAO2.example/Tin-5.html?utm_source=x"),
    ),
    Case(
        check="ART015",
        kind="edge",
        what="teasers of a listing that was taken down",
        found=3,
        files=taken_down(999),
    ),
    Case(check="ART015", kind="edge", what="a list that cannot be read", found=1, files=_torn_line),
    Case(check="ART101", kind="passes", what="some five hundred code points"),
    Case(check="ART101", kind="fails", what="ninety", found=1, rows=_long(90)),
    Case(check="ART101", kind="edge", what="the least", rows=_long(200)),
    Case(check="ART101", kind="edge", what="one less", found=1, rows=_long(199)),
    Case(check="ART101", kind="edge", what="the most", rows=_long(5_000), contract=_most(5_000)),
    Case(check="ART101", kind="edge", what="one more", found=1, rows=_long(5_001), contract=_most(5_000)),
    Case(check="ART102", kind="passes", what="days before the crawl"),
    Case(check="ART102", kind="fails", what="1970", found=1, rows=_published(date(1970, 1, 1))),
    Case(
        check="ART102", kind="edge", what="the first day of the first year", rows=_published(date(1997, 1, 1))
    ),
    Case(check="ART102", kind="edge", what="the day before", found=1, rows=_published(date(1996, 12, 31))),
    Case(check="ART102", kind="edge", what="the day of the crawl", rows=_published(date(2025, 1, 15))),
    Case(check="ART102", kind="edge", what="the day after", found=1, rows=_published(date(2025, 1, 16))),
    Case(
        check="ART102", kind="edge", what="no day of a crawl", rows=_published(date(2999, 1, 1), crawled=None)
    ),
    Case(
        check="ART102",
        kind="edge",
        what="another first year",
        rows=_published(date(1970, 1, 1)),
        contract=limit("ART102", 1970),
    ),
    Case(check="ART103", kind="passes", what="Vietnamese"),
    Case(check="ART103", kind="fails", what="English", found=1, rows=put("articles", 2, language="en")),
    Case(
        check="ART103",
        kind="edge",
        what="as it is written in Vietnam",
        rows=put("articles", 2, language="vi-VN"),
    ),
    Case(
        check="ART103",
        kind="edge",
        what="in capitals, which mean nothing",
        rows=put("articles", 2, language="VI"),
    ),
    Case(
        check="ART103",
        kind="edge",
        what="another that begins alike",
        found=1,
        rows=put("articles", 2, language="vie"),
    ),
    Case(check="ART104", kind="passes", what="publishers"),
    Case(check="ART104", kind="fails", what="none", found=1, rows=put("articles", 2, source=None)),
    Case(check="ART104", kind="edge", what="none for a teaser", rows=put("articles", 13, source=None)),
    Case(check="ART105", kind="passes", what="Vietnamese"),
    Case(check="ART105", kind="fails", what="once", found=1, rows=_text("Thá»§ tÆ°á»›ng Viá»‡t Nam")),
    Case(
        check="ART105",
        kind="fails",
        what="twice",
        found=1,
        rows=_text("Việt Nam".encode().decode("cp1252", "ignore").encode().decode("cp1252", "ignore")),
    ),
    Case(
        check="ART105",
        kind="fails",
        what="in a title",
        found=1,
        rows=put("articles", 2, title="Há»™i nghá»‹"),
    ),
    Case(
        check="ART105",
        kind="edge",
        what="with its controls taken out since",
        found=1,
        rows=_text("Hội nghá» Viá»t Nam"),
    ),
    Case(
        check="ART105",
        kind="edge",
        what="là with its space",
        found=1,
        rows=_text("Đây lÃ  tin vắn".replace("\xa0", " ")),
    ),
    Case(check="ART105", kind="edge", what="a sign of Latin-1", found=1, rows=_text("Nắng nóng 38Â°C")),
    Case(
        check="ART105",
        kind="edge",
        what="Ã and Â in capitals",
        rows=_text("XÃ HỘI, ĐÃ CÓ, ÂM NHẠC, SÃO PAULO, 5 €"),
    ),
    Case(
        check="ART105",
        kind="edge",
        what="guillemets",
        rows=_text("Báo viết «Ai trả giá»… rồi “«nhà lá»”, «ai chả»"),
    ),
    Case(
        check="ART105",
        kind="edge",
        what="French and Portuguese",
        rows=_text("Café Médéo, São João, l’été à Paris, naïve, º"),
    ),
    Case(check="ART106", kind="passes", what="Vietnamese"),
    Case(
        check="ART106",
        kind="edge",
        what="typed without, but for names",
        found=1,
        rows=_text(f"Hà, Lê, Mã, Võ, Tô, Lý, Hà, Lê, Mã, Võ: {TONELESS}"),
    ),
    Case(check="ART106", kind="fails", what="typed without", found=1, rows=_text(TONELESS)),
    Case(
        check="ART106",
        kind="edge",
        what="said to be English",
        rows=_in("en", TONELESS),
    ),
    Case(
        check="ART106",
        kind="edge",
        what="nineteen words behind the first, which has a capital",
        rows=_text(" ".join(TONELESS.split()[:20])),
    ),
    Case(
        check="ART106",
        kind="edge",
        what="a list of foreign names",
        rows=_text("Danh sách: " + ", ".join(["Tran Van Nam", "Hoang Thi Lan", "Le Minh"] * 9)),
    ),
    Case(
        check="ART106",
        kind="edge",
        what="an English quotation",
        rows=_text(
            "Ông nói: “The city will be rebuilt before the end of next year, and nobody will be left behind in the "
            "process, which has been long and painful for everyone involved”. Hội nghị kết thúc vào chiều cùng ngày."
        ),
    ),
    Case(
        check="ART106",
        kind="edge",
        what="twenty words, six of them with",
        rows=_text("được của những người trường nước " + "phuong " * 14),
    ),
    Case(
        check="ART106",
        kind="edge",
        what="twenty words, five of them with",
        found=1,
        rows=_text("được của những người trường " + "phuong " * 15),
    ),
    Case(
        check="ART106", kind="edge", what="none asked for", rows=_text(TONELESS), contract=limit("ART106", 0)
    ),
    Case(check="ART107", kind="passes", what="no numbers of persons"),
    Case(
        check="ART107", kind="fails", what="a mobile", found=1, rows=_text("Liên hệ anh Nam, 0912 345 678.")
    ),
    Case(
        check="ART107", kind="fails", what="from abroad", found=1, rows=_text("Gọi chị Hoa (+84) 912-345-678")
    ),
    Case(
        check="ART107", kind="fails", what="at home", found=1, rows=_text("Nhà riêng bà Tư: (0236) 3 821 345")
    ),
    Case(
        check="ART107",
        kind="fails",
        what="an identity card",
        found=1,
        rows=_text("Căn cước công dân số 001085012345"),
    ),
    Case(
        check="ART107",
        kind="fails",
        what="an old identity card",
        found=1,
        rows=_text("số CMND 012345678, cấp tại Hà Nội"),
    ),
    Case(
        check="ART107",
        kind="fails",
        what="an address",
        found=1,
        rows=put("articles", 2, author="lan.nguyen@gmail.com"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="three kinds, one twice",
        found=3,
        rows=_text("0912345678, 0987654321, CCCD 001085012345, a.b@gmail.com"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="hotlines, one after another",
        rows=_text(
            "Hotline: 0912 345 678 - 0987 654 321; 0903 111 222, 0904 333 444 hoặc 0905 555 666, 1900 1234"
        ),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="a newsroom",
        rows=_text("Tòa soạn: 024 3825 1234, toasoan@bao.vn, bao@bao.vn"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="addresses of offices",
        rows=_text("Gửi về toasoan@bao.vn, bao@bao.vn hoặc info.hn@so.gov.vn"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="an account",
        rows=_text("STK 0912345678 Vietcombank, tài khoản số 001085012345"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="nine digits of something else",
        rows=_text("Lô hàng 012345678 đã đến cảng"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="decrees",
        rows=_text("Nghị định 123/2024/NĐ-CP, công văn 0912345678/QĐ-UBND, mẫu 12-0912345678"),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="money, years and scores",
        rows=_text("1.093.456.789 đồng; 2020 - 2025; 09 12 34 56 78 90; 0-2 3-5"),
    ),
    Case(check="ART107", kind="edge", what="no such prefix", rows=_text("Gọi 0112345678 hay 0612345678")),
    Case(check="ART107", kind="edge", what="a digit too many", rows=_text("Gọi 09123456789")),
    Case(check="ART107", kind="edge", what="no such province", rows=_text("Số 003085012345")),
    Case(
        check="ART107",
        kind="edge",
        what="years before a full stop, and years with a dash between spaces",
        rows=_text("Giai đoạn 2024-2028. Nhiệm kỳ 2020 - 2025."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="Vietnamese numbers in an English article",
        rows=_in("en", "Call Nam, 0912 345 678, card 001085012345, or CMND 012345678."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="one of them in a Vietnamese article beside it",
        found=1,
        rows=lambda t: (
            _in("en", "Call Nam, 0912 345 678.")(t),
            put("articles", 2, author="0912 345 678")(t),
        ),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="a number with a country's code, in English",
        found=1,
        rows=_in("en", "Call Anna on +44 (0)7911 123456 tonight."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="and in Vietnamese",
        found=1,
        rows=_text("Gọi +1 (650) 555-0123."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="a prefix that its own country does not have",
        rows=_text("Gọi +84 112 345 678."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="offices and sums in English",
        rows=_in(
            "en",
            "The embassy is at +44 20 7499 0888, the hotline at +1 800 555 0199. Exports rose by +1 234 567 890, "
            "+20 500 000, +250 500 000 and +84.912.345.678 to newsdesk@paper.org.",
        ),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="an address, in a language without a pack",
        found=1,
        rows=_in("sv", "Skriv till anna.berg@gmail.com, eller ring 0912 345 678."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="a number with a country's code, in a language without a pack",
        found=1,
        rows=_in("sv", "Ring Anna: +46 70 123 45 67."),
    ),
    Case(
        check="ART107",
        kind="edge",
        what="a variety of Vietnamese, in capitals",
        found=1,
        rows=_in("VI-VN", "Liên hệ anh Nam, 0912 345 678."),
    ),
    Case(check="ART108", kind="passes", what="paragraphs"),
    Case(
        check="ART108",
        kind="fails",
        what="a related box",
        found=1,
        rows=_text("Tin chính.\n\nXem thêm:\n\nTin khác hẳn."),
    ),
    Case(
        check="ART108", kind="fails", what="a link", found=1, rows=_text("Tin chính.\n\n>> Giá vàng hôm nay")
    ),
    Case(
        check="ART108",
        kind="fails",
        what="a caption",
        found=1,
        rows=_text("Quang cảnh hội nghị. Ảnh: TTXVN\n\nTin chính."),
    ),
    Case(
        check="ART108",
        kind="fails",
        what="buttons",
        found=1,
        rows=_text("Tin chính.\n\nChia sẻ Facebook Zalo"),
    ),
    Case(check="ART108", kind="fails", what="hashtags", found=1, rows=_text("Tin chính.\n\n#HàNội #Cuba")),
    Case(
        check="ART108", kind="edge", what="as the first line", found=1, rows=_text("ĐỌC THÊM\n\nTin chính.")
    ),
    Case(
        check="ART108",
        kind="edge",
        what="two lines of a kind and one of another",
        found=2,
        rows=_text("#Một\n\n#Hai\n\nTags: ba, bốn"),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="the same words in a sentence",
        rows=_text(
            "Xem thêm một bộ phim nữa rồi ông mới ngủ.\n\nChia sẻ với phóng viên, bà vui mừng.\n\nẢnh hưởng của bão số 3 còn lớn."
        ),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="subheadings",
        rows=_text("Bình luận\n\nTin vắn\n\nNội dung chính\n\nVăn hóa\n\nCó thể bạn chưa biết"),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="a language without a lexicon",
        rows=_in("sv", "Tin chính.\n\nXem thêm:"),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="a heading in title case, in an English article",
        found=1,
        rows=_in("en", "The bridge is open.\n\nTop Stories\n\nA bridge was closed"),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="a link in an English article",
        found=1,
        rows=_in("en", "The bridge is open.\n\nRead more: A bridge was closed"),
    ),
    Case(
        check="ART108",
        kind="edge",
        what="a Vietnamese box in an English article, and an English sentence",
        rows=_in("en", "Read more books, he said.\n\nXem thêm:\n\nRelated questions came up."),
    ),
]
