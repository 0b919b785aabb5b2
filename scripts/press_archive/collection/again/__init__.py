"""An archive in which a few documents are read again, without deriving everything else anew."""
