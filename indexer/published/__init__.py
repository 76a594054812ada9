"""Published ids: every id that a talk ever had, in a small file beside the notes, so that addresses last.

A talk of a post, whose id is guessed, keeps the one under which it was first published. A talk of a note has
the id that its note gives it, and its earlier ones lead there. An id that leads nowhere any more is told.
"""
