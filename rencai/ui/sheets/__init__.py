"""Spreadsheets in and out: files read safely, headers found, the user's file marked, tables and forms written."""
