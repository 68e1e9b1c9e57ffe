"""The rules follow the annotators' guidelines. The sentences are ours; the names in them are invented or public."""

import pytest

from tests.suggest.marked import found, unmarked

DECISIONS = [
    # titles and honorifics stay outside; countries between title and name are labelled
    "Đại sứ [Lào|GPE] tại [Việt Nam|GPE] [Khamla Vongsa|PER] chào từ biệt.",
    "Bộ trưởng Ngoại giao [Trần Văn Kha|PER] phát biểu.",
    "Bộ trưởng [Bộ Ngoại giao Lào|ORG] đến thăm.",
    "Trung tá [Lê Hữu Trí|PER] cùng tiến sĩ [Mạc Đăng Khải|PER] có mặt.",
    "Gặp bà [Tôn Nữ Diệu An|PER] ở chợ, anh hỏi bà [An|PER] về giá gạo.",
    "Tổng thống [Mỹ|GPE] [Joe Black|PER] nói với Thủ tướng [Nhật Bản|GPE] [Ito Kenji|PER].",
    "Chủ tịch [Hà Nội|GPE] [Trần Văn Khoa|PER] ký.",
    "Theo ông [Đ.V.B|PER] (42 tuổi), xe đi nhanh.",
    # bare state organs are nothing, but Quốc hội and Bộ Chính trị
    "Đảng, Nhà nước và Chính phủ quan tâm; các Bộ và Sở cùng làm.",
    "Sáng nay [Quốc hội|ORG] họp, [Bộ Chính trị|ORG] cho ý kiến.",
    "Lãnh đạo hai Quốc hội và Quốc hội hai nước trao đổi.",
    "Hai bên mời [Chính phủ Lào|ORG] và [Quốc hội Hàn Quốc|ORG].",
    # bodies take their longest name
    "[Ủy ban nhân dân tỉnh Cà Mau|ORG] giao [Sở Y tế tỉnh Nghệ An|ORG].",
    "[Uỷ ban nhân dân tỉnh Cà Mau|ORG] họp.",
    "Ông làm ở [Bộ Khoa học và Công nghệ|ORG] rồi [Ngân hàng Nhà nước Việt Nam|ORG].",
    "Thiếu tướng ở [Quân khu 7|ORG] thăm [Bệnh viện Chợ Rẫy|ORG].",
    "Bà hẹn tại [Đại sứ quán Việt Nam tại Lào|ORG] lúc 8 giờ.",
    # places
    "Thủ đô [Viêng Chăn|GPE] nằm bên [sông Mê Kông|LOC], thuộc khu vực [Đông Nam Á|LOC].",
    "Từ [xã Đất Mũi|GPE], [huyện Ngọc Hiển|GPE], [tỉnh Cà Mau|GPE] đi [Thành phố Hồ Chí Minh|GPE].",
    "Dân hai tỉnh [Hà Nam|GPE] và [Nam Định|GPE] qua [cầu Trường Tiền|LOC].",
    "Nước [Cộng hòa Chile|GPE] ở [Nam Mỹ|LOC], gần vùng biển [Peru|GPE].",
    "Đoàn dâng hoa ở [Tượng đài Chủ tịch Hồ Chí Minh|LOC], tư tưởng [Hồ Chí Minh|PER] sống mãi.",
    "Anh ở [TP.HCM|GPE], [quận 3|GPE]; chị ở [TP. Huế|GPE].",
    "Ở [TP Huế|GPE] và [phường Hải Châu 2|GPE], mưa to.",
    # names that are words
    "Cô Mỹ học tiếng Anh với anh Đức.".replace("Mỹ", "[Mỹ|PER]").replace("Đức", "[Đức|PER]"),
    "Ý kiến của anh là áo đẹp hơn; Pháp luật là trên hết.",
    "Quan hệ giữa [Mỹ|GPE], [Pháp|GPE] và [Trung Quốc|GPE].",
    "Họa sĩ đi trong Hoà bình và yên vui.",
    # dates
    "Sáng [12/4|DATE], ngày [20 tháng 5 năm 2025|DATE] và cuối [năm 2021|DATE].",
    "Từ ngày [17-20/6|DATE], từ [5/11 đến 30/11|DATE], giai đoạn [2024-2028|DATE].",
    "Trong [tháng 5/2011|DATE], [quý I/2025|DATE], từ [tháng 1 đến tháng 5|DATE].",
    "Tỷ số 3-2, tăng 1/3 dân số, 18,36 triệu lượt, trực 24/7, lúc 8 giờ, từ 3-5 lần.",
    "Từ ngày [20 đến 22-7|DATE] mưa to; sáng nay [18-4|DATE] thì nắng, đội nhà thắng 3-1.",
    "Các ngày [3|DATE], [4|DATE] và [15/7|DATE] có mưa.",
    # documents, events, other names
    "Theo [Nghị quyết số 05/NQ-HĐND|DOC] và [Nghị định số 107/2018/NĐ-CP|DOC] về kinh doanh gạo.",
    "Điều 174 [Bộ luật Hình sự năm 2015|DOC] và [Luật Đất đai 2024|DOC].",
    "Hai bên ra [Tuyên bố chung Việt Nam - Lào|DOC] sau [Hiệp định Paris|DOC].",
    "[Bão số 6|EVENT] đổ bộ trước [Đại hội Đảng lần thứ XIV|EVENT] và [SEA Games 31|EVENT].",
    "Tiêm vắc-xin [AstraZeneca|MISC] phòng COVID-19, đọc cuốn “[Men xưa làng Bát|MISC]”.",
    "Hội nghị tổng kết năm năm tái canh cà phê.",
]


@pytest.mark.parametrize("sentence", DECISIONS)
def test_decision(sentence: str) -> None:
    text, expected = unmarked(sentence)
    assert found(text) == expected


def test_a_person_met_once_with_a_title_is_known_afterwards() -> None:
    text = "Tổng thống Brazil Marcelo Quiroga đến nơi. Chiều nay Marcelo Quiroga họp; theo Quiroga, mọi việc tốt."
    assert [surface for surface, label, _ in found(text) if label == "PER"] == [
        "Marcelo Quiroga",
        "Marcelo Quiroga",
        "Quiroga",
    ]


def test_a_commune_met_once_with_its_unit_is_known_afterwards() -> None:
    text = "Đoàn đến tỉnh Sê Kông. Người dân Sê Kông đón khách."
    assert [(surface, label) for surface, label, _ in found(text)] == [
        ("tỉnh Sê Kông", "GPE"),
        ("Sê Kông", "GPE"),
    ]
