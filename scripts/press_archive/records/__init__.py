"""What a source, a document, a term, a search and a collection consist of.

The models are the one dictionary of fields: schemas, documentation and messages are made from them or
compared with them. The closed lists, the vocabularies, languages, rights statements, dates (EDTF), ranges of
lines, links and the small Markdown of summaries belong to them. Here text is parsed into records, files are
assigned to kinds of records, and a record is put into its canonical form. The folder `history` has the
entries of histories, and old addresses that lead on. All of this concerns one record at
a time; whether records agree with each other is left to `checks`.
"""
