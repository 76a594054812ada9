"""The whole product: from note files to an index and a page, against Sudachi and Flask alone.

talks       a corpus as note files
sudachi     one process of Sudachi alone on the same text
rebuilding  `indexer rebuild` and `update`
requests    `python -m web` and a bare Flask
finding     what each found
"""
