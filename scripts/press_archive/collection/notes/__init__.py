"""An archive that notes what is read of it, so that it is known what each page was made from."""
