"""What everybody on a register was on a day: each fact defined once, asked of the database or of memory."""
