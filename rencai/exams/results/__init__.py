"""Importing results: scores beside the lines that decide them."""
