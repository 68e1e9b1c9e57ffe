"""Vietnamese made for the tests: a small newsroom vocabulary and the ways in which copies differ."""

import random

_NEWSROOM = (
    "chợ nổi sông hồ cá tôm lúa gạo vườn cam bưởi xoài nông dân hợp tác xã tỉnh huyện thôn mùa vụ thu hoạch "
    "giá bán thương lái xuất khẩu đường sắt cầu phà bến xe khách tuyến mới mở rộng trường học thầy cô trò sách "
    "thư viện lớp sáng chiều tối mưa nắng gió bão lũ rét đậm nhiệt độ trung bình độ ẩm cao thấp đội bóng trận "
    "đấu bàn thắng huấn luyện viên cầu thủ khán giả sân vận động giải vô địch quốc gia bệnh viện bác sĩ điều "
    "dưỡng khám chữa thuốc tiêm phòng trẻ em người già sức khỏe dinh dưỡng bữa ăn công nhân nhà máy ca đêm"
)
SYLLABLES = _NEWSROOM.split()


def story(seed: int, syllables: int = 200) -> list[str]:
    """A text of its own: random enough that two seeds share no five syllables in a row, as good as always."""
    rng = random.Random(seed)
    return [rng.choice(SYLLABLES) for _ in range(syllables)]


def written(syllables: list[str]) -> str:
    """The syllables as an article's text: sentences of twelve, paragraphs of three."""
    sentences = [" ".join(syllables[i : i + 12]).capitalize() + "." for i in range(0, len(syllables), 12)]
    return "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def edited(syllables: list[str], seed: int, changes: int) -> list[str]:
    """A copy with some syllables replaced."""
    rng = random.Random(seed)
    copy = list(syllables)
    for place in rng.sample(range(len(copy)), changes):
        copy[place] = "biên"
    return copy
