"""Prose and short lines that a site says about itself: cookies, newsletters, gifts, corrections, adverts."""

from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part

_COOKIE = (
    "[{site}|Trang này|Chúng tôi|Website] [sử dụng|dùng] cookie để [mang lại trải nghiệm tốt hơn|ghi nhớ lựa chọn của bạn|phân tích lượt truy cập]. "
    "[Tiếp tục sử dụng|Khi tiếp tục đọc], bạn [đồng ý|chấp nhận] với [chính sách|điều khoản] của chúng tôi.",
    "[Bằng cách|Khi] nhấn [Đồng ý|Chấp nhận], bạn cho phép {site} lưu cookie trong {n:7-365} ngày.",
    "We use cookies to [improve your experience|remember your choices] on {host}. [By continuing you agree to our policy.|Learn more.]",
)
_LETTER = (
    "[Đăng ký|Nhận] bản tin [mỗi sáng|hằng tuần|buổi chiều] của {site} để [không bỏ lỡ tin quan trọng|đọc những câu chuyện hay nhất].",
    "[Mỗi sáng|Mỗi tuần], {site} gửi [tới hộp thư của bạn|cho bạn] {n:3-10} [câu chuyện|bài viết] [đáng đọc|được chọn].",
    "Nhập email của bạn",
    "[Tham gia|Vào] [kênh|nhóm] Zalo của {site} để nhận tin nhanh nhất.",
    "Địa chỉ email không hợp lệ",
    "Theo dõi {site} trên [Google News|Facebook|TikTok|Viber] để cập nhật tin tức [mới nhất|nhanh nhất].",
    "[Tải|Cài đặt] ứng dụng {site} [trên điện thoại|miễn phí] để [đọc tin nhanh hơn|nhận thông báo tin nóng].",
)
_GIFT = (
    "[Mọi đóng góp|Bạn đọc giúp đỡ], [ủng hộ|xin gửi] về {site}, [số tài khoản|STK] {n:100000-999999}{n:100-999} tại ngân hàng {place}.",
    "[Nếu bạn thấy bài viết hữu ích|Để chúng tôi tiếp tục làm báo], hãy [ủng hộ tòa soạn|mời tác giả một ly cà phê] {n:20-200}.000 đồng.",
    "[Bạn đọc|Quý vị] có thể [tặng sao|ủng hộ] [từ {n:1-5} sao|bằng ví điện tử] cho tác giả {p}.",
    "Quỹ {place} của {site} [đã nhận|nhận được] {n:20-900} triệu đồng từ {n:50-900} bạn đọc trong {month}.",
)
_NOTE = (
    "[Bài viết|Tin này] [đã được cập nhật|được sửa] lúc {time} ngày {day} để [làm rõ tên nhân vật|chính xác số liệu].",
    "[Bài viết|Nội dung] [thể hiện|phản ánh] quan điểm [riêng |]của tác giả, không nhất thiết là của {site}.",
    "[Vui lòng|Đề nghị] ghi rõ nguồn {host} khi [đăng lại|phát hành lại] [thông tin|nội dung] từ trang này.",
    "[Bạn đọc|Mọi ý kiến] [có thể|xin] gửi về [địa chỉ|hộp thư] toasoan@{host} hoặc [đường dây nóng|số] 09{n:10000000-99999999}.",
    "[Mời bạn đọc|Kính mời quý vị] [đón xem|theo dõi] chương trình trên [kênh|sóng] {site} lúc {time} [hằng ngày|các ngày trong tuần].",
    "Bạn [còn|chỉ còn] {n:1-5} [bài|lượt] đọc miễn phí [trong tháng|hôm nay]. [Đăng nhập|Mua gói hội viên] để đọc [tiếp|không giới hạn].",
    "[Thích|Bấm theo dõi] trang để [xem|nhận] thêm những [tin|bài] như thế này mỗi ngày.",
    "[Đây là|Bài] nội dung [dành cho hội viên|tài trợ bởi {co.g}], [cảm ơn bạn đã đồng hành|không do tòa soạn viết].",
    "Tham gia [khảo sát|bình chọn] {n:2-5} phút [để|và] nhận [phiếu quà|sách] trị giá {n:50-500}.000 đồng.",
)
_PRODUCT = (
    "[Mua|Sở hữu|Đặt] [máy lọc nước|nệm|xe điện|vé tour|thực phẩm chức năng|khóa học] {co.g} [giảm|ưu đãi] {n:5-60}%, [gọi|liên hệ] 1900 {n:1000-9999}.",
    "{co} [tuyển|cần tuyển] {n:5-90} [nhân viên|công nhân|lái xe], lương từ {n:7-30} triệu đồng.",
    "[Giảm ngay|Tặng] {n:50-500}K cho [đơn đầu tiên|khách mới]!",
    "[Hot|Sốc]: {co.g} [xả kho|giảm giá] cuối tuần",
    "[Bán|Cho thuê] [nhà|đất nền|căn hộ] {n:40-300} m2 tại {place}, giá {d:1-20} tỷ, liên hệ 09{n:10000000-99999999}.",
)


def _of(kit: Kit, pool: tuple[str, ...], hint: str, most: int = 2, constant: float = 0.85) -> Part:
    """Lines of a pool: the same on every page of the site, or new ones each time."""
    chosen = kit.rng.sample(pool, min(len(pool), kit.rng.randint(1, most)))
    fixed = [kit.say(line) for line in chosen] if kit.chance(constant) else []
    css, button = kit.css(hint), kit.word("action") if kit.chance(0.4) else ""
    heading = kit.coined() if kit.chance(0.2) else ""
    name, host = kit.name, kit.host

    def lay(page: Canvas) -> None:
        page.add(heading, "h4", css)
        for line in fixed or [
            page.say(line.replace("{site}", name).replace("{host}", host)) for line in chosen
        ]:
            page.add(line, "p", css)
        page.add(button, "button", css)

    return in_own_region(kit, lay, css)


def cookie(kit: Kit) -> Part:
    return _of(kit, _COOKIE[2:] if kit.english else _COOKIE[:2], "cookie", 1, 1.0)


def newsletter(kit: Kit) -> Part:
    return _of(kit, _LETTER, "newsletter", 3)


def gift(kit: Kit) -> Part:
    return _of(kit, _GIFT, "support", 1, 0.6)


def note(kit: Kit) -> Part:
    return _of(kit, _NOTE, "note", 1, 0.7)


def advert(kit: Kit) -> Part:
    """The word alone, or what is sold as well."""
    word, css = kit.word("ad"), kit.css("ads")
    if kit.chance(0.6):
        return lambda page: page.add(word, "div", css)
    return _of(kit, _PRODUCT, "ads", 2, 0.4)
