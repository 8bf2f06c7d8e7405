"""The demo: a fictional county with three years of synthetic people."""

from rencai.site.demo.accounts import DemoAccounts
from rencai.site.demo.load import is_loaded, load

__all__ = ["DemoAccounts", "is_loaded", "load"]
