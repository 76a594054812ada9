"""Text: how Japanese is read. "Here is text, gimme streams of terms", and where each stands."""
