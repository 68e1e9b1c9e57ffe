"""What a reader may be told: names of fields, and how much it takes."""

from dataclasses import dataclass, field, fields

from schemas.errors import UsageError


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names under which records of JSONL, CSV and Parquet hold what a page needs, first choice first.

    Capitals do not matter. A dot leads into a nested object (`metadata.url`). Of `text` and `html` the
    text counts where a record has both. `timestamp` is when a page was fetched (mC4, CulturaX), never
    when it was published; so is `date` in a record that names its Common Crawl `dump` (FineWeb).
    """

    text: tuple[str, ...] = ("text", "content", "body", "article", "raw_content", "page_content")
    html: tuple[str, ...] = ("html", "raw_html")
    url: tuple[str, ...] = ("url", "link", "uri", "source_url", "permalink", "warc_headers.warc-target-uri")
    title: tuple[str, ...] = ("title", "headline")
    author: tuple[str, ...] = ("author", "authors", "byline")
    source: tuple[str, ...] = ("domain", "source_domain", "site", "host", "hostname")
    section: tuple[str, ...] = ("section", "category")
    published: tuple[str, ...] = (
        "published",
        "published_at",
        "pubdate",
        "date_published",
        "datepublished",
        "publish_date",
        "published_date",
        "published_time",
        "publication_date",
        "date",
    )
    crawled: tuple[str, ...] = (
        "crawled",
        "crawled_at",
        "crawl_date",
        "fetched",
        "fetched_at",
        "fetch_time",
        "date_crawled",
        "timestamp",
        "warc_headers.warc-date",
    )
    license: tuple[str, ...] = ("license",)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read. Picklable; what a page becomes depends on every field.

    A record of more than `max_page_bytes`, as it stands in its file once decompressed, is refused.
    Compressed data that grow more than `max_ratio` times beyond that size are taken for a bomb: crawls
    shrink 5 to 60 times, and a gzip of nothing but zeros 1,030 times. `delimiter` is that of CSV
    files; None finds it from the header. A page of HTML that takes more than `page_seconds` of processor time
    is refused.
    """

    max_page_bytes: int = 10_000_000
    max_ratio: int = 200
    fields: FieldNames = field(default=FieldNames())
    delimiter: str | None = None
    page_seconds: float = 10.0


def field_names(chosen: dict[str, str]) -> FieldNames:
    """The usual names, with a user's own in place of them: `{"text": "noi_dung"}`.

    Raises:
        UsageError: there is no such field to choose a name for.
    """
    known = [one.name for one in fields(FieldNames)]
    for role in chosen:
        if role not in known:
            raise UsageError(
                f"no page has a field {role!r}", hint=f"Names can be given for {', '.join(known)}"
            )
    return FieldNames(**{role: (name,) for role, name in chosen.items()})
