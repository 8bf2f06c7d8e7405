"""Finding people by name, pinyin, initials, ID tail: one index row per person on either engine."""
