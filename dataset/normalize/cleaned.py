"""Between reading and deciding: one row per record, its text cleaned, nothing decided.

Reading is done once: what repeats across a site's pages is known only when all of them were read, and
then they are decided from this table.
"""

import pyarrow as pa

CLEANED = pa.schema(
    [
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("root", pa.string(), nullable=False),
        # The host of the page's address, else the root: whose furniture its lines are compared with.
        pa.field("site", pa.string(), nullable=False),
        pa.field("raw_sha256", pa.string()),
        pa.field("size", pa.int64()),
        pa.field("byte_start", pa.int64()),
        pa.field("byte_end", pa.int64()),
        # Set where the record is no page; `text` is empty then.
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        # Cleaned lines joined by LF, one for each raw line, blank ones too: line numbers are those of the page.
        pa.field("text", pa.large_string(), nullable=False),
        # The metadata prefix that stood glued to the first line, or "".
        pa.field("prefix", pa.string(), nullable=False),
        pa.field("outside", pa.list_(pa.large_string()), nullable=False),
        pa.field("title", pa.string()),
        pa.field("author", pa.string()),
        pa.field("url", pa.string()),
        pa.field("source", pa.string()),
        pa.field("section", pa.string()),
        pa.field("published", pa.string()),
        pa.field("crawled", pa.string()),
        pa.field("license", pa.string()),
        pa.field("captions", pa.list_(pa.string()), nullable=False),
    ]
)
