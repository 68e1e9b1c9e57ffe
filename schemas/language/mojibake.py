"""UTF-8 that was read as cp1252 or Latin-1 (`Việt` for Việt): the runs of characters that are sure to be that.

Readers put such text right where they can, and validation tells where it was left.
"""

# cp1252 as browsers read it: the five bytes that it leaves out stand for themselves.
_CP1252 = bytes(range(256)).decode("cp1252", "replace")
CP1252 = "".join(chr(byte) if letter == "\ufffd" else letter for byte, letter in enumerate(_CP1252))

NEXT = "".join(sorted({*CP1252[0x80:0xC0], *map(chr, range(0x80, 0xC0))}))
"""What the second and later bytes of a letter become, in either charset; fit for a class of a pattern."""

# á and a sign, â€ and what follows, Ã or Æ before a sign that ends no word. What Western text may hold by itself
# (`Ã»` closes a Portuguese quotation) is left out.
SURE = f"á[º»][{NEXT}]|â€[{NEXT}]|Ã[\xa1-\xa9\xac-\xba\xbc-\xbf]|Æ[°¡]"
