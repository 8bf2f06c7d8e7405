"""What a roster of people holds and whether a file of one is right: columns, cells, cross-checks, the report."""
