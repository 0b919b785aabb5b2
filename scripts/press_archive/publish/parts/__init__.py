"""An archive that is published as several sites: the whole site, divided when it is finished and proved."""
