"""Signs: what of a text is markup and not word, one module a way of writing."""
