"""The whole archive as a folder of files, for a host without a server of ours: `python -m web.export`.

`plan` says which pages there are and which file each becomes, `rendering` asks the application for them and
`relinking` makes their addresses those of files; `records` and `finder` make what a search in the browser
needs; `folder` puts all of it in place at once, and takes away only what an export wrote.
"""
