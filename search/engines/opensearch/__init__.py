"""OpenSearch: the same answers from a cluster, for those who outgrow one machine.

Stock OpenSearch 2.19 or 3.x, no plugin and no analyser there: it is sent terms and asked for terms.
"""
