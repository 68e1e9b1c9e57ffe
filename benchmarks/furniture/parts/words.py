"""Wordings of an interface, in Vietnamese and in English, as many as come to mind."""


def _pool(native: str, english: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(native.replace("\n", "").split("|")), tuple(english.replace("\n", "").split("|"))


WORDS = {
    "related": _pool(
        "Tin liên quan|Bài liên quan|Tin bài liên quan|Xem thêm|Đọc thêm|Cùng chủ đề|Tin cùng chủ đề|Có thể bạn quan tâm|"
        "Bạn có thể thích|Liên quan|Theo dòng sự kiện|Dòng sự kiện|Tin khác|Các tin khác|Tin bài khác|Đọc tiếp|Xem tiếp|"
        "Bài cùng chuyên mục|Cùng chuyên mục|Tin cùng chuyên mục|Mời xem thêm|Chủ đề liên quan|Bài đọc thêm|Nối tiếp|"
        "Đừng bỏ lỡ|Gợi ý cho bạn|Dành cho bạn|Trong loạt bài|Xem các bài khác|Tin trước đó|Các bài trước|Chuyện liên quan",
        "Related|Related posts|Related articles|See also|Read more|You may also like|More on this|More stories|Read next|Also read",
    ),
    "latest": _pool(
        "Tin mới|Tin mới nhất|Mới cập nhật|Vừa xong|Tin giờ chót|Tin nóng|Mới nhất|Tin trong ngày|Tin 24h|Điểm tin|Nổi bật|"
        "Tiêu điểm|Tin nổi bật|Đáng chú ý|Tin nhanh|Hôm nay có gì|Bản tin|Mới đăng|Vừa đăng|Thời sự nóng|Cập nhật|Sáng nay",
        "Latest|Latest news|Just in|Breaking|Top stories|Headlines|Today|New|Updates|Featured",
    ),
    "most_read": _pool(
        "Đọc nhiều|Đọc nhiều nhất|Xem nhiều|Tin đọc nhiều|Được quan tâm|Nhiều người đọc|Bài xem nhiều|Top xem nhiều|Xem nhiều nhất|"
        "Bạn đọc quan tâm|Phổ biến|Thịnh hành|Xu hướng|Đang được đọc|Đọc nhiều trong tuần|Bình luận nhiều|Chia sẻ nhiều|Top 5",
        "Most read|Popular|Trending|Most viewed|Most popular|What others read|Top 10|Hot",
    ),
    "media": _pool(
        "Video|Multimedia|Ảnh|Podcast|Infographic|Megastory|Truyền hình|Video nổi bật|Phóng sự ảnh|Chùm ảnh|Clip|Shorts|Longform|"
        "Emagazine|Xem video|Video hay|Đồ họa|Media|Ảnh 360|Góc ảnh",
        "Video|Watch|Photos|Podcasts|Multimedia|Gallery|Shorts|Infographics",
    ),
    "section": _pool(
        "Thời sự|Chính trị|Xã hội|Kinh tế|Thế giới|Văn hóa|Thể thao|Giải trí|Pháp luật|Giáo dục|Sức khỏe|Đời sống|Xe|Du lịch|"
        "Khoa học|Công nghệ|Bạn đọc|Nhà đất|Góc nhìn|Ý kiến|Địa phương|Quốc tế|Môi trường|Nông nghiệp|Tài chính|Chứng khoán|"
        "Việc làm|Nhịp sống trẻ|Gia đình|Ẩm thực|Quốc phòng|Biển đảo|Dân tộc|Tôn giáo|Doanh nghiệp|Tuyển sinh|Bóng đá|Tâm sự|"
        "Thư giãn|Số hóa|Hồ sơ|Phóng sự|Nhân ái|Hỏi đáp|Tin địa phương|Người Việt|Chuyên đề|Nông thôn mới|Cải cách hành chính",
        "News|Politics|World|Business|Sports|Culture|Travel|Opinion|Tech|Science|Health|Life|Education|Environment|Society|Law",
    ),
    "share": _pool(
        "Chia sẻ|Facebook|Zalo|Twitter|Email|In bài|Lưu|Thích|Bình luận|Sao chép liên kết|Copy link|Chia sẻ bài viết|Theo dõi|"
        "Gửi cho bạn bè|In trang|Phóng to|Thu nhỏ|Cỡ chữ|Messenger|Quan tâm|Tặng sao|Yêu thích|Đọc sau|Ghim bài|Zalo chia sẻ|"
        "Thích 0|Chia sẻ 3|Google News|LinkedIn|Telegram|A+|A-|Aa|Gửi bài|Lưu tin|Bỏ lưu|Báo lỗi|Về trang trước|Lên đầu trang",
        "Share|Tweet|Email|Print|Save|Copy link|Facebook|Twitter|WhatsApp|Pin|Like|Comment|Follow|Bookmark|Share this|0 Comments",
    ),
    "tags": _pool(
        "Tags|Từ khóa|Chủ đề|Tag|Thẻ|Nhãn|Từ khóa bài viết|Xem thêm về|Đọc thêm về|Nội dung về",
        "Tags|Topics|Tagged|Keywords|Filed under",
    ),
    "audio": _pool(
        "Nghe bài viết|Nghe đọc bài|Giọng nữ|Giọng nam|Nghe tin|Đọc bài|Nghe podcast|Tạm dừng|Giọng miền Bắc|Giọng miền Nam|1x|"
        "Phát âm thanh|Audio|Bật tiếng|Nghe báo nói|Bài viết được đọc tự động",
        "Listen|Listen to this article|Play audio|1x|Mute|Audio",
    ),
    "comments": _pool(
        "Bình luận|Ý kiến bạn đọc|Bình luận ({n:0-90})|Ý kiến ({n:0-60})|Gửi bình luận|Viết bình luận|Phản hồi|Thảo luận|"
        "{n:1-40} bình luận|Ý kiến của bạn|Bạn đọc viết|Trao đổi|Bạn nghĩ gì về bài này?|Độc giả nói gì|Thư bạn đọc",
        "Comments|Leave a comment|{n:1-40} comments|Join the conversation|Discussion|Responses",
    ),
    "action": _pool(
        "Xem tất cả|Xem thêm|Tải thêm|Đọc tiếp|Chi tiết|Xem chi tiết|Gửi|Đồng ý|Đóng|Đăng ký|Đăng nhập|Thu gọn|Mở rộng|Tìm kiếm|"
        "Tất cả|Về trang chủ|Xem toàn bộ|Hiện thêm|Bỏ qua|Quay lại|Tiếp theo|Trước|Sau|Tải ứng dụng|Theo dõi chúng tôi",
        "View all|Load more|Read more|More|Close|Accept|Subscribe|Sign in|Search|Next|Previous|Menu|Skip|OK|Show more",
    ),
    "inline": _pool(
        "Xem thêm: |Đọc thêm: |>> |>>> |=> |Tin liên quan: |Xem ngay: |» |→ |Mời xem: |Đọc: |Tham khảo: |* Xem thêm: |Bài liên quan: |"
        "(Xem thêm: |[Xem thêm] |Xem: |Có thể bạn quan tâm: |Đọc tiếp: |-->|● |Nghe thêm: |Bài trước: |Liên quan: |>>> Xem thêm: ||||",
        "See also: |Read: |Related: |More: |READ MORE: |>> |Also read: |Watch: ||",
    ),
    "ad": _pool(
        "Quảng cáo|QUẢNG CÁO|- Quảng cáo -|Advertisement|Tài trợ|Nội dung tài trợ|Tin tài trợ|[Quảng cáo]|Ads|Tài trợ bởi {co.g}|"
        "Thông tin doanh nghiệp|Bạn đang xem quảng cáo|Quảng cáo kết thúc sau {n:3-20} giây|Rao vặt",
        "Advertisement|ADVERTISEMENT|Ad|Sponsored|Continue reading below|Promoted",
    ),
    "toc": _pool(
        "Nội dung|Mục lục|Nội dung chính|Trong bài này|Tóm tắt|Các phần|Nội dung bài viết|Mục lục bài viết",
        "Contents|Table of contents|In this article|Jump to",
    ),
    "poll": _pool(
        "Bình chọn|Thăm dò ý kiến|Khảo sát|Biểu quyết|Bạn chọn|Câu hỏi tuần này|Hỏi nhanh",
        "Poll|Vote|Quick poll|Survey",
    ),
}

# Pools whose labels are names of boxes: a site may call them as it likes.
COINED = frozenset({"related", "latest", "most_read", "media", "section"})

ORNAMENTS = (
    ("", ":"),
    ("■ ", ""),
    ("» ", ""),
    ("", " »"),
    ("| ", ""),
    ("— ", " —"),
    ("* ", ""),
    ("", " ›"),
    ("/ ", ""),
    ("[", "]"),
    ("", "..."),
    ("• ", ""),
    ("# ", ""),
    ("★ ", ""),
    ("", " +"),
    ("▼ ", ""),
    ("", " (xem tất cả)"),
    ("- ", ""),
    ("", " |"),
)
