"""Other people's formats, turned into note files once; afterwards only the notes count."""
