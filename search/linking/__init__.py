"""Linking: what the archive holds, as it is written elsewhere: links, quotations, citations, lists.

    >>> from search.linking.syntaxes import SYNTAXES
    >>> SYNTAXES["hatena"].link("https://notes.example.jp/talks/lt/hbase", "HBase 入門")
    '[https://notes.example.jp/talks/lt/hbase:title=HBase 入門]'

`addresses` say where things stand, `subjects` what of them is told, `syntaxes` how each kind of blog writes
it, and `forms` puts these together. `web` shows the forms and `indexer link` prints them.
"""
