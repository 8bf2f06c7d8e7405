"""A plain Django admin on the product's own tables, to be measured beside it."""
