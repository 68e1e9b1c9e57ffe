"""The words that made-up sites share: names, readers, advertisements, other people's headlines."""

import datetime
import random
import unicodedata

FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Mai",
    "Đinh",
    "Trịnh",
    "Đoàn",
    "Tạ",
    "Quách",
    "Lâm",
]
MIDDLE = [
    "Văn",
    "Thị",
    "Minh",
    "Thanh",
    "Ngọc",
    "Hữu",
    "Quốc",
    "Đức",
    "Thu",
    "Hải",
    "Xuân",
    "Kim",
    "Bảo",
    "Gia",
    "Anh",
    "Tuấn",
    "Hoài",
    "Khánh",
    "Diệu",
    "Phương",
]
GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Cường",
    "Dung",
    "Dũng",
    "Duy",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiếu",
    "Hoa",
    "Hòa",
    "Hùng",
    "Hương",
    "Khoa",
    "Lan",
    "Linh",
    "Long",
    "Ly",
    "Mai",
    "Nam",
    "Nga",
    "Nghĩa",
    "Nhung",
    "Phong",
    "Phúc",
    "Quân",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thúy",
    "Tiến",
    "Trang",
    "Trung",
    "Tú",
    "Tùng",
    "Uyên",
    "Vân",
    "Việt",
    "Vinh",
    "Yến",
]
AGENCIES = [
    "TTXVN",
    "CTV",
    "AFP",
    "Reuters",
    "AP",
    "Getty",
    "NVCC",
    "T.L",
    "BTC cung cấp",
    "Người dân cung cấp",
]
PLACES = [
    "Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Quy Nhơn", "Nha Trang", "Đà Lạt", "TP.HCM", "Cần Thơ", "Cà Mau",
    "Lạng Sơn", "Lào Cai", "Điện Biên", "Vinh", "Đồng Hới", "Pleiku", "Buôn Ma Thuột", "Vũng Tàu", "Long Xuyên",
]  # fmt: skip
WEEKDAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]

_REMARKS = [
    "Bài viết hay quá, cảm ơn phóng viên.",
    "Mong cơ quan chức năng sớm vào cuộc, chứ dân chờ lâu lắm rồi.",
    "Tôi ở ngay khu này, chuyện có từ mấy năm nay chứ đâu phải bây giờ.",
    "Đúng là cần nhân rộng. Nhưng làm sao cho bền chứ đừng theo phong trào rồi bỏ.",
    "Quan trọng là kiểm tra, giám sát. Nói thì hay mà làm được bao nhiêu?",
    "Đọc mà thấy thương bà con mình.",
    "Ở quê tôi cũng y như vậy, kêu hoài không ai giải quyết.",
    "Ủng hộ hai tay!",
    "Chuẩn luôn bác ơi.",
    "Theo tôi thì nên hỏi ý kiến người dân trước khi làm. Năm ngoái phường tôi làm xong lại đào lên, tốn không biết bao nhiêu tiền.",
    "Số liệu này lấy từ đâu vậy tòa soạn?",
    "Hy vọng năm sau sẽ khá hơn, chứ giá thế này thì khó sống.",
    "Tuyệt vời, tự hào quá Việt Nam ơi",
    "Bao giờ thì áp dụng vậy ạ? Mong quý báo thông tin thêm để chúng tôi nắm được.",
    "Cho mình hỏi muốn đăng ký thì liên hệ ở đâu ạ",
    "Tôi không đồng ý. Phải nhìn cả hai mặt của vấn đề, đừng vội kết luận như vậy.",
    "Hôm qua tôi có đi ngang qua, đông lắm, xe kẹt gần một tiếng đồng hồ.",
    "Thêm hình ảnh đi ạ, ảnh đẹp quá",
    "Cảm ơn những người đã thầm lặng làm việc tốt.",
    "Cái này phải làm từ lâu rồi. Trễ còn hơn không.",
    "Ngày xưa làm gì có những thứ này, giờ bọn trẻ sướng thật.",
    "Nói có sách mách có chứng, bài phân tích rất thuyết phục. Tôi đã in ra cho con đọc.",
    "Giá mà ở đâu cũng làm được như thế này.",
    "Bình thường thôi, nước ngoài người ta làm lâu rồi.",
    "Chúc mừng nhé!",
    "Xem xong thấy ấm lòng.",
    "Chủ trương đúng nhưng triển khai còn chậm. Đề nghị tỉnh công khai tiến độ từng tháng để dân biết, dân bàn, dân kiểm tra.",
    "Hồi tháng trước tôi cũng gặp trường hợp tương tự, gọi đường dây nóng thì nửa ngày sau có người xuống.",
    "kkk đúng rồi đó",
    "Kính mong quý báo tiếp tục theo dõi vụ việc này.",
    "Nhà nước nên có chính sách hỗ trợ thêm, nhất là cho hộ nghèo.",
    "Tôi theo dõi {tag} đã lâu, lần này mới thấy có chuyển biến thật sự.",
    "Chuyện {tag} năm nào cũng nói. Bao giờ mới hết đây?",
    "Ai quan tâm đến {tag} thì nên đọc kỹ bài này.",
    "Về {tag}, tôi nghĩ địa phương cần minh bạch hơn nữa. Người dân chúng tôi chỉ mong có vậy thôi.",
]
_NICKS = [
    "Cô Ba miền Tây", "hoangnam88", "Người Hà Nội", "Bạn đọc", "Lão nông", "tuyetmai_qn", "Hai Lúa", "D.T.K",
    "Một phụ huynh", "Cựu chiến binh", "Út Cưng", "Thầy giáo làng", "phuong.tran", "Khách", "Sáu Xe Ôm", "NVT",
    "Mèo Mun", "Dân Sài Gòn", "Quốc Bảo 79", "gió biển", "Anh Tư", "Minh", "lan_anh2k", "Người qua đường",
]  # fmt: skip
_OFFERS = [
    "Căn hộ ven sông mở bán đợt cuối, chiết khấu đến 8%",
    "Vay tiêu dùng lãi suất từ 0,9%/tháng, duyệt trong ngày",
    "Ghế massage giảm sốc 50%, tặng máy lọc không khí",
    "Học tiếng Anh một kèm một với giáo viên bản ngữ, học thử miễn phí",
    "Tour Tây Bắc 4 ngày 3 đêm chỉ từ 3,99 triệu đồng",
    "Khám tổng quát trọn gói, ưu đãi cho người trên 50 tuổi",
    "Máy lạnh tiết kiệm điện, trả góp 0 đồng",
    "Đất nền sổ đỏ trao tay, thanh toán 30% nhận nền ngay",
    "Trà thảo mộc giúp ngủ ngon, giao hàng toàn quốc",
    "Mở thẻ tín dụng, hoàn tiền đến 10 triệu đồng mỗi năm",
    "Sữa hạt cho mẹ bầu: mua 2 tặng 1",
    "Trung tâm tiếng Nhật khai giảng lớp N5 tối thứ hai, tư, sáu",
    "Nội thất gỗ tự nhiên xả kho, giảm đến 40%",
    "Bảo hiểm ô tô trực tuyến, cấp giấy chứng nhận sau 5 phút",
    "Nệm cao su nguyên chất, bảo hành 15 năm",
]


def person(rng: random.Random) -> str:
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def pen_name(rng: random.Random) -> str:
    """As bylines have it: two syllables, three, or initials."""
    first, second = rng.choice(MIDDLE + FAMILY), rng.choice(GIVEN)
    return rng.choice([f"{first} {second}", f"{first} {second}", person(rng), f"{first[0]}.{second[0]}"])


def nick(rng: random.Random) -> str:
    return rng.choice(_NICKS) if rng.random() < 0.6 else person(rng)


def remark(rng: random.Random, tags: tuple[str, ...]) -> str:
    return rng.choice(_REMARKS).format(tag=rng.choice(tags) if tags else "chuyện này")


def remarks(rng: random.Random, tags: tuple[str, ...], count: int) -> list[str]:
    return [
        text.format(tag=rng.choice(tags) if tags else "chuyện này") for text in rng.sample(_REMARKS, count)
    ]


def offers(rng: random.Random, count: int) -> list[str]:
    return rng.sample(_OFFERS, count)


def phone(rng: random.Random) -> str:
    return rng.choice(["0{}{} {}{}{} {}{}{}{}", "(02{}{}) {}{}{} {}{}{}{}", "09{}{}.{}{}{}.{}{}{}"]).format(
        *(rng.randrange(10) for _ in range(9))
    )


def clock(rng: random.Random) -> str:
    return f"{rng.randrange(5, 23):02d}:{rng.randrange(60):02d}"


def weekday(day: datetime.date) -> str:
    return WEEKDAYS[day.weekday()]


def slash(day: datetime.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def short(day: datetime.date) -> str:
    return f"{day.day}/{day.month}"


def slug(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(
        mark if mark.isascii() and mark.isalnum() else " " for mark in bare if not unicodedata.combining(mark)
    )
    return "-".join(kept.split()[:14])
