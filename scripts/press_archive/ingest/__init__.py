"""From a received file to a draft that a person judges.

The steps, in order: fetch a page or read a file; classify its lines (headline, byline, question, cut …) and
divide the page of an aggregator into items; propose a value for each field, with its origin and a confidence;
write the draft. What only a person can say, such as the summary, is never proposed. Whether an address still
answers is asked here too, because only this package connects to servers. Building the site needs none of the
libraries that are used here.
"""
