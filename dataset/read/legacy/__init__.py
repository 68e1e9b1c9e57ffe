"""Vietnamese text from before Unicode: TCVN3 (ABC), VNI, VISCII, CP1258, and UTF-8 that was read as cp1252."""
