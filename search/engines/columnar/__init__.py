"""Arrays as a Whoosh index: mapped into memory, checked, and read by Whoosh through a codec of its own."""
