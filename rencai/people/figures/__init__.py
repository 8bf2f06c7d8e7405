"""Everything the register can be counted by."""

from rencai.people.figures import movements, register, units

__all__ = ["movements", "register", "units"]
