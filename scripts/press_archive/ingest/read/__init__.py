"""A received file → its text: plain texts in any encoding, mails, web archives, and by way of `web_page`
pages.
"""
