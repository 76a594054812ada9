"""Pictures of pages: what a card says → its lines → SVG → PNG, drawn aside and kept within bounds."""
