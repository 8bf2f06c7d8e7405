"""Measures the product beside its peers on the same data in one run: `bench/run.sh`, results in RESULTS.md."""
