"""Figures of training: four units that are never mixed (批次, 人次, 人数, 学时), who was never sent, programmes."""

from rencai.training.figures import batches, ledger, people, programmes

__all__ = ["batches", "ledger", "people", "programmes"]
