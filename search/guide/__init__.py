"""Guide: what is offered beside hits: names, suggestions, near words, related talks."""
