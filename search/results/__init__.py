"""Results: what an engine found becomes what is shown: marks, passages, reasons, facets, ways out."""
