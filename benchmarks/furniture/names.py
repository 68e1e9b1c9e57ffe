"""Names, numbers and dates for stories: provinces are real, everybody and everything else is made up."""

import datetime
import random
from collections.abc import Mapping, Sequence

from benchmarks.furniture.grammar import Draw


def words(text: str) -> tuple[str, ...]:
    """What stands between the commas."""
    return tuple(word.strip() for word in text.replace("\n", " ").split(","))


PROVINCES = words("""An Giang, Bắc Ninh, Cà Mau, Cao Bằng, Đà Nẵng, Đắk Lắk, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai,
    Hà Nội, Hà Tĩnh, Hải Phòng, Huế, Hưng Yên, Khánh Hòa, Lai Châu, Lâm Đồng, Lạng Sơn, Lào Cai, Nghệ An, Ninh Bình,
    Phú Thọ, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sơn La, Tây Ninh, Thái Nguyên, Thanh Hóa, TP.HCM, Tuyên Quang,
    Vĩnh Long, Cần Thơ, Bình Định, Bến Tre, Nam Định, Quảng Nam, Hòa Bình, Yên Bái, Kon Tum, Phú Yên, Trà Vinh""")
_SURNAMES = words("""Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Lê, Phạm, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ,
    Hồ, Ngô, Dương, Lý, Đinh, Trịnh, Mai, Tạ, Lương, Lâm, Đoàn, Cao, Hà, Lò, Giàng, Thạch, Chu, Quách, Nông, Kiều""")
_MEN_MIDDLE = words("""Văn, Văn, Đức, Hữu, Minh, Quang, Xuân, Ngọc, Anh, Công, Thanh, Quốc, Đình, Bá, Trọng, Thế, Gia,
    Hoàng, Tiến, Mạnh, Duy, Nhật, Việt, Tấn, Phước, Khắc, Sỹ, Chí""")
_MEN = words("""An, Bình, Cường, Dũng, Đạt, Đông, Đức, Giang, Hải, Hào, Hiếu, Hòa, Hoàng, Hùng, Hưng, Huy, Khang, Khánh,
    Khôi, Kiên, Lâm, Long, Lộc, Lực, Mạnh, Minh, Nam, Nghĩa, Nguyên, Nhân, Phong, Phú, Phúc, Phương, Quân, Quang, Quyết,
    Sơn, Tài, Tâm, Tân, Thái, Thành, Thắng, Thịnh, Thông, Thuận, Tiến, Toàn, Trí, Trung, Trường, Tú, Tuấn, Tùng, Vinh,
    Vũ, Vượng, Thụ, Bảy, Chiến, Hợi, Sáu, Thiện, Khiêm, Dần""")
_WOMEN_MIDDLE = words("""Thị, Thị, Thị, Thanh, Thu, Ngọc, Minh, Kim, Phương, Hồng, Bích, Mai, Lan, Diệu, Mỹ, Thùy,
    Quỳnh, Như, Hải, Khánh, Bảo, Tuyết, Cẩm, Xuân, Thúy""")
_WOMEN = words("""An, Anh, Ánh, Bình, Chi, Diễm, Diệp, Dung, Duyên, Giang, Hà, Hạnh, Hằng, Hiền, Hoa, Hòa, Hồng, Huệ,
    Hương, Khanh, Lan, Liên, Linh, Loan, Ly, Mai, My, Nga, Ngân, Ngọc, Nguyệt, Nhàn, Nhi, Nhung, Oanh, Phượng, Quyên,
    Quỳnh, Sen, Sương, Tâm, Thảo, Thơm, Thu, Thủy, Thư, Tiên, Trang, Trinh, Tuyết, Uyên, Vân, Vy, Xuân, Yến, Yên, Út""")
_PLACE_FIRST = words("""An, Bình, Cẩm, Đại, Đông, Đồng, Hải, Hòa, Hồng, Hưng, Kim, Lộc, Long, Mỹ, Nam, Nghĩa, Ngọc, Phú,
    Phước, Quảng, Sơn, Tam, Tân, Tây, Thạch, Thanh, Thành, Thiên, Thịnh, Thuận, Thượng, Tiên, Trung, Vạn, Vĩnh, Xuân,
    Yên, Hà, Bảo, Diên, Nậm, Mường, Ea, Cát""")
_PLACE_LAST = words("""An, Bình, Châu, Dương, Đông, Đức, Giang, Hà, Hải, Hậu, Hiệp, Hòa, Hưng, Khê, Lâm, Lạc, Lập, Lễ,
    Lộc, Lợi, Long, Lương, Minh, Mỹ, Nghĩa, Ninh, Phong, Phú, Phúc, Phước, Quang, Sơn, Tâm, Tân, Thạnh, Thắng, Thành,
    Thọ, Thủy, Tiến, Trạch, Trung, Tường, Văn, Viên, Vinh, Xá, Xuyên, Nguyên, Khánh, Mao, Hin, Kao""")
_BRAND_FIRST = words("""Vi, Sao, Nam, An, Đại, Hoa, Tín, Vạn, Song, Lạc, Tre, Mây, Hải, Bạch, Kim, Thiên, Phương, Minh,
    Lam, Gia, Tân, Viko, Saga, Nova, Zeta, Meko, Halo, Terra, Omi, Luma""")
_BRAND_LAST = words("""tek, Sao Mai, Lộc, Phát, Việt, Thịnh, Long, Xanh, Food, Tech, Land, Pharma, Group, Thành, Gia, Mart,
    soft, Bay, Farm, Link, Hưng, Cát, Sơn, Khang, Lab, Energy, Home, Logis""")
_FIRST_ABROAD = words("""Marek, Aiko, Tomas, Elena, Jonas, Priya, Lucía, Henrik, Mateo, Sofía, Kenji, Anouk, Daniel,
    Ingrid, Rafael, Noor, Samuel, Hana, Viktor, Clara, Ravi, Somchai, Bounmy, Dara, Li, Min-jun, Adrián, Zoë, Oleg, Ewa,
    Robert, Julia, Thérèse, Ahmad""")
_LAST_ABROAD = words("""Dolan, Tanabe, Kowal, Petrenko, Lindqvist, Menon, Herrera, Sørby, Okada, Vasquez, Hartmann,
    Deschamps, Castell, Olsen, Iyer, Moreau, Sokolov, Baker, Suwan, Phommachan, Sovann, Wei, Park, Núñez, Brandt,
    Ferreira, Novak, Rahman, Whitlock, Ibarra, Keller, Duarte, Ó Briain""")
COUNTRIES = words("""Nhật Bản, Hàn Quốc, Lào, Campuchia, Thái Lan, Pháp, Đức, Ba Lan, Hungary, Cuba, Ấn Độ, Australia,
    New Zealand, Canada, Brazil, Mexico, Chile, Nam Phi, Ai Cập, Thụy Điển, Na Uy, Hà Lan, Italy, Tây Ban Nha, Singapore,
    Malaysia, Indonesia, Philippines, Mông Cổ, Kazakhstan, Bulgaria, Romania""")
_CITIES = words("""Kyoto, Busan, Viêng Chăn, Siem Reap, Chiang Mai, Lyon, Leipzig, Gdansk, Szeged, Santiago, Pune,
    Perth, Wellington, Toronto, Recife, Puebla, Durban, Alexandria, Uppsala, Bergen, Rotterdam, Bologna, Sevilla, Penang,
    Bandung, Cebu, Almaty, Plovdiv, Cluj""")
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def _one(pool: Sequence[str], rng: random.Random) -> str:
    return pool[int(rng.random() * len(pool))]


def person(rng: random.Random, given: str = "") -> Mapping[str, str]:
    """Someone: full name; `g` given name, `ong`/`anh` how one says Mr or Ms by age, `age`, `ini` initials."""
    woman = rng.random() < 0.45 if given == "" else given == "f"
    surname = _one(_SURNAMES, rng)
    middle, first = (
        (_one(_WOMEN_MIDDLE, rng), _one(_WOMEN, rng)) if woman else (_one(_MEN_MIDDLE, rng), _one(_MEN, rng))
    )
    second = _one(_WOMEN, rng) + " " if woman and rng.random() < 0.12 else ""
    name = f"{surname} {middle} {second}{first}"
    return {
        "": name,
        "g": first,
        "ong": "bà" if woman else "ông",
        "Ong": "Bà" if woman else "Ông",
        "anh": "chị" if woman else "anh",
        "Anh": "Chị" if woman else "Anh",
        "age": str(rng.randrange(19, 79)),
        "ini": f"{surname[0]}.{middle[0]}.{first[0]}.",
        "pen": f"{middle} {first}",
        "young": str(rng.randrange(8, 19)),
    }


def abroad(rng: random.Random, _: str = "") -> Mapping[str, str]:
    first, last = _one(_FIRST_ABROAD, rng), _one(_LAST_ABROAD, rng)
    return {"": f"{first} {last}", "g": last}


def place(rng: random.Random) -> str:
    return f"{_one(_PLACE_FIRST, rng)} {_one(_PLACE_LAST, rng)}"


def brand(rng: random.Random) -> str:
    last = _one(_BRAND_LAST, rng)
    return _one(_BRAND_FIRST, rng) + ("" if last[0].islower() else " ") + last


def number(value: int) -> str:
    """With the dots of Vietnamese thousands."""
    return f"{value:,}".replace(",", ".")


def _number(rng: random.Random, given: str) -> Mapping[str, str]:
    low, high = (int(part) for part in given.split("-"))
    value = low + int(rng.random() * (high - low + 1))
    # Big figures are round more often than not.
    for unit in (1000, 100, 10):
        if value >= 20 * unit and rng.random() < 0.5:
            value -= value % unit
            break
    return {"": number(value)}


def _decimal(rng: random.Random, given: str) -> Mapping[str, str]:
    low, high = (float(part) for part in given.split("-"))
    return {"": f"{low + rng.random() * (high - low):.{rng.choice((1, 1, 2))}f}".replace(".", ",")}


def _time(rng: random.Random, _: str) -> Mapping[str, str]:
    hour, minute = rng.randrange(5, 23), rng.randrange(0, 60, 5)
    return {"": f"{hour}h{minute:02d}" if minute else f"{hour}h", "vn": f"{hour} giờ {minute} phút"}


def _dates(day: datetime.date) -> dict[str, Draw]:
    def shifted(given: str) -> datetime.date:
        return day + datetime.timedelta(days=int(given or 0))

    def on(_: random.Random, given: str) -> Mapping[str, str]:
        at = shifted(given)
        return {
            "": f"{at.day}/{at.month}",
            "full": f"{at.day}/{at.month}/{at.year}",
            "wd": _WEEKDAYS[at.weekday()],
        }

    def near(rng: random.Random, given: str) -> Mapping[str, str]:
        low, high = (int(part) for part in given.split(":"))
        return on(rng, str(rng.randint(low, high)))

    def year(_: random.Random, given: str) -> Mapping[str, str]:
        return {"": str(day.year + int(given or 0))}

    def month(rng: random.Random, given: str) -> Mapping[str, str]:
        return {"": f"tháng {shifted(given or '0').month}" if given else f"tháng {rng.randint(1, 12)}"}

    return {"day": on, "near": near, "year": year, "month": month}


def draws(day: datetime.date) -> dict[str, Draw]:
    """The slots that any story can ask for; dates are counted from `day`."""

    def plain(make: "str | tuple[str, ...]") -> Draw:
        pool = make if isinstance(make, tuple) else (make,)
        return lambda rng, _: {"": _one(pool, rng)}

    def made(before: str) -> Draw:
        ways = before.split("|")
        return lambda rng, _: {"": _one(ways, rng) + place(rng)}

    def company(rng: random.Random, _: str) -> Mapping[str, str]:
        name = brand(rng)
        kind = _one(("Công ty", "Công ty cổ phần", "Công ty TNHH", "Tập đoàn", "Doanh nghiệp"), rng)
        return {"": f"{kind} {name}", "g": name}

    def team(rng: random.Random, _: str) -> Mapping[str, str]:
        town = _one(PROVINCES, rng) if rng.random() < 0.4 else place(rng)
        name = town + _one(("", "", " FC", " United", " 68"), rng)
        return {"": name, "g": town}

    return {
        "p": person,
        "fp": abroad,
        "n": _number,
        "d": _decimal,
        "time": _time,
        "prov": plain(PROVINCES),
        "country": plain(COUNTRIES),
        "fcity": plain(_CITIES),
        "place": made(""),
        "com": made("xã |phường |xã |xã |thị trấn "),
        "dist": made("huyện |quận |thị xã |huyện "),
        "hamlet": made("thôn |ấp |bản |khu phố |xóm |tổ dân phố "),
        "road": made("đường |phố |quốc lộ qua |tỉnh lộ |đường "),
        "river": made("sông |suối |kênh |sông "),
        "school": made(
            "Trường tiểu học |Trường THCS |Trường THPT |Trường mầm non |Trường Đại học |Trường THPT chuyên "
        ),
        "hosp": made("Bệnh viện đa khoa |Trung tâm y tế |Bệnh viện |Trạm y tế |Bệnh viện Nhi "),
        "org": made("Hội |Viện nghiên cứu |Trung tâm |Hiệp hội |Quỹ |Câu lạc bộ |Hợp tác xã |Ban quản lý "),
        "work": made("cầu |hồ chứa |nhà máy |khu công nghiệp |chợ |bến xe |khu đô thị "),
        "co": company,
        "team": team,
        **_dates(day),
    }
