"""Finding what parts hold: documents of plain words, in French, forgiving accents, plurals and a typing mistake."""
