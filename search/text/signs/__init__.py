"""Signs: what of each markup is sign, and what is left when it is gone."""
