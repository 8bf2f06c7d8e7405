"""Everything that training is counted by; 批次, 人次, 人数 and 学时 are four figures that are never added up."""

from rencai.training.figures import attended, programmes, staff

__all__ = ["attended", "programmes", "staff"]
