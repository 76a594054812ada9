"""A columnar codec for Whoosh: an index as arrays, mapped into memory and evaluated with NumPy."""
