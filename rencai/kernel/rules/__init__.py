"""Rules that cite themselves: dated parameters, steps of a sentence and an expression, explained clause by clause."""
