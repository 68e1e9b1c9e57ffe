"""Article pages as the templates of well-known kinds of Vietnamese news sites lay them out, with made-up words.

Each function renders the same story; class names and the order of elements are those that such templates use.
"""

from collections.abc import Callable

TITLE = "Chợ nổi Phong Điền đông khách trở lại sau mùa lũ"
LEAD = "Từ đầu tháng, mỗi sáng có hơn hai trăm ghe hàng neo dọc bến, gấp đôi cùng kỳ năm ngoái, theo ban quản lý chợ."
PARAGRAPHS = (
    "Bà Lâm Thị Nhành, bán bún nước lèo đã hai mươi năm, cho biết khách đến từ bốn giờ sáng và bà phải thuê thêm người.",
    "“Năm ngoái có ngày tôi chỉ bán được vài chục tô. Nay thì không kịp ngơi tay”, bà nói trong lúc múc nước.",
    "Ghe nhỏ chở khách.",
    "Ban quản lý đã đặt thêm ba phao tiêu và hai trạm cứu hộ, phát áo phao cho toàn bộ chủ đò từ tuần trước.",
    "Theo kế hoạch, bến tàu mới sẽ mở cửa vào quý hai, đón được một nghìn lượt khách mỗi ngày.",
)
SUBHEADING = "Thêm bến, thêm phao"
CAPTION = "Ghe trái cây neo ở bến lúc sáng sớm. Ảnh: Minh Khôi"
RELATED = (
    "Làng nghề bánh tráng Thuận Hưng vào vụ Tết",
    "Cầu Rạch Miễu 2 hợp long nhịp cuối cùng trong tháng",
    "Một ngày theo chân người gác rừng ngập mặn Đất Mũi",
)
TEASER = "Nhiều hộ trong làng đã nhóm lò từ ba giờ sáng để kịp giao hàng cho thương lái ở các tỉnh miền Đông."
COMMENT = (
    "Tôi đi hồi tháng trước, cảnh rất đẹp và người dân thân thiện, sẽ còn quay lại với cả gia đình mình."
)


def _links(tag: str) -> str:
    return "".join(f'<{tag}><a href="/x-{at}.html">{title}</a></{tag}>' for at, title in enumerate(RELATED))


def _body(css: str = "", between: str = "") -> str:
    rows = [f'<p class="{css}">{paragraph}</p>' for paragraph in PARAGRAPHS]
    return "".join([*rows[:2], between, rows[2], f"<h2>{SUBHEADING}</h2>", *rows[3:]])


def _page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE} - Báo Bến Nước</title>'
        f'<script>window.x = "<p>{TEASER}</p>";</script>{head}</head><body class="page-detail has-sidebar">{body}</body></html>'
    )


_TOP = '<header class="top-header"><a href="/">Báo Bến Nước</a><nav><ul><li><a href="/a">Thời sự</a></li><li><a href="/b">Du lịch</a></li></ul></nav></header>'
_FOOT = "<footer><p>Giấy phép số 12/GP-BTTTT. Tòa soạn: 5 đường Bến Chợ, phường Cái Khế. Điện thoại: 000 000.</p></footer>"


def sidebar_named_main() -> str:
    """The main column is called sidebar-1; the byline is the last paragraph."""
    figure = (
        '<figure class="tplCaption"><picture><img class="lazy" src="data:image/gif;base64,R0" data-src="https://i.example/1.jpg" alt="Ghe">'
        f'</picture><figcaption><p class="Image">{CAPTION}</p></figcaption></figure>'
    )
    return _page(
        f'{_TOP}<section class="section page-detail"><div class="container"><div class="sidebar-1"><div class="header-content">'
        f'<ul class="breadcrumb"><li><a href="/b">Du lịch</a></li></ul><span class="date">Thứ hai, 3/3/2025, 10:00 (GMT+7)</span></div>'
        f'<h1 class="title-detail">{TITLE}</h1><p class="description">{LEAD}</p><article class="fck_detail">{_body("Normal", figure)}</article>'
        f'<div class="box-tinlienquan"><ul class="list-news">{_links("li")}</ul></div><div class="tags"><a href="/t">chợ nổi</a></div></div>'
        f'<div class="sidebar-2"><div class="title-box">Xem nhiều</div><article class="item-news"><h3>{_links("span")}</h3><p class="description">{TEASER}</p></article></div>'
        f'<div id="box_comment"><p class="full_content">{COMMENT}</p></div></div></section>{_FOOT}'
    )


def sapo_heading() -> str:
    """The lead is an h2 outside the body; boxes of related news and photos stand between the paragraphs."""
    between = (
        '<div class="VCSortableInPreviewMode" type="Photo"><div><img src="https://i.example/1.jpg" alt="Ghe"></div>'
        f'<div class="PhotoCMS_Caption"><p>{CAPTION}</p></div></div>'
        f'<div class="VCSortableInPreviewMode" type="RelatedOneNews"><div class="box-tin-lien-quan"><a href="/x.html">{RELATED[0]}</a><p>{TEASER}</p></div></div>'
    )
    return _page(
        f'{_TOP}<main><div class="detail-cmain"><h1 class="detail-title article-title">{TITLE}</h1>'
        f'<div class="detail-info"><div class="detail-author"><a>Minh Khôi</a></div><div class="detail-time">03/03/2025 10:00 GMT+7</div></div>'
        f'<h2 class="detail-sapo">{LEAD}</h2><div class="detail-content afcbc-body" itemprop="articleBody">{_body("", between)}</div>'
        f'<div class="detail-tab"><div class="social-share"><a>Chia sẻ</a><a>Lưu bài</a></div></div>'
        f'<div class="detail-comment">Bình luận (12)<div class="item-comment"><span>Hòa</span><p>{COMMENT}</p></div></div>'
        f'<div class="box-cung-chuyen-muc"><h3>Tin cùng chuyên mục</h3>{_links("h4")}<p>{TEASER}</p></div></div></main>{_FOOT}'
    )


def summary_in_header() -> str:
    """Everything above the body is in the article's own header; a table is the frame of a picture."""
    between = (
        '<table class="picture"><tbody><tr><td class="pic"><img data-src="https://i.example/1.jpg" src="blank.gif" alt="Ghe"></td></tr>'
        f'<tr><td class="pCaption caption"><p>{CAPTION}</p></td></tr></tbody></table>'
    )
    return _page(
        f'{_TOP}<section class="main"><article class="the-article"><header class="the-article-header"><p class="the-article-category"><a>Du lịch</a></p>'
        f'<h1 class="the-article-title">{TITLE}</h1><ul class="the-article-meta"><li class="the-article-author">Minh Khôi</li>'
        f'<li class="the-article-publish">Thứ hai, 3/3/2025 10:00 (GMT+7)</li></ul></header><p class="the-article-summary">{LEAD}</p>'
        f'<div class="the-article-body">{_body("", between)}</div><p class="the-article-credit">Minh Khôi</p></article>'
        f'<section class="recommendation"><h2>Đọc tiếp</h2><article><p class="article-title"><a>{RELATED[1]}</a></p><p class="article-summary">{TEASER}</p></article></section></section>{_FOOT}'
    )


def line_breaks_in_a_table() -> str:
    """An old page: a table of three columns, the story one cell with line breaks."""
    story = "<br><br>".join((LEAD, *PARAGRAPHS[:3], f"<b>{SUBHEADING}</b>", *PARAGRAPHS[3:]))
    return _page(
        '<table width="980"><tr><td colspan="3"><a href="/">Trang chủ</a> <a href="/b">Du lịch</a></td></tr><tr>'
        f'<td class="left"><a href="/1">Thời sự</a><br><a href="/2">Kinh tế</a></td>'
        f'<td><div class="title"><h1>{TITLE}</h1></div><div class="text">{story}</div></td>'
        f'<td class="right"><b>Tin đọc nhiều</b><br>{"<br>".join(f"<a>{title}</a>" for title in RELATED)}</td></tr></table>'
    )


def divs_of_a_page_builder() -> str:
    """Each paragraph in a div of its own, no article element, classes that say nothing."""
    rows = "".join(
        f'<div class="b-{at}"><div><p>{text}</p></div></div>' for at, text in enumerate(PARAGRAPHS)
    )
    return _page(
        f'{_TOP}<div class="c1"><div class="c2"><h1>{TITLE}</h1><p>{LEAD}</p>{rows}</div>'
        f'<div class="c3">{_links("div")}</div></div>{_FOOT}',
        f'<meta property="og:description" content="{LEAD}">',
    )


SITES: dict[str, Callable[[], str]] = {
    site.__name__: site
    for site in (
        sidebar_named_main,
        sapo_heading,
        summary_in_header,
        line_breaks_in_a_table,
        divs_of_a_page_builder,
    )
}
