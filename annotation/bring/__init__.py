"""Labels that people bring: from documents of any format to rows of `annotations`, every span proven on the text."""
