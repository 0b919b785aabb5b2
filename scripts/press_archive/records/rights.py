"""Rights statements, by their codes: https://rightsstatements.org/page/1.0/ and
https://creativecommons.org/licenses/.
"""

from __future__ import annotations

# Code → the name of the statement, and the address that explains it.
RIGHTS = {
    "InC": ("In copyright", "https://rightsstatements.org/vocab/InC/1.0/"),
    "InC-EDU": ("In copyright, educational use permitted", "https://rightsstatements.org/vocab/InC-EDU/1.0/"),
    "InC-NC": ("In copyright, non-commercial use permitted", "https://rightsstatements.org/vocab/InC-NC/1.0/"),
    "InC-RUU": ("In copyright, rights-holder unlocatable or unidentifiable", "https://rightsstatements.org/vocab/InC-RUU/1.0/"),
    "NoC-US": ("No copyright, United States", "https://rightsstatements.org/vocab/NoC-US/1.0/"),
    "NoC-OKLR": ("No copyright, other known legal restrictions", "https://rightsstatements.org/vocab/NoC-OKLR/1.0/"),
    "CNE": ("Copyright not evaluated", "https://rightsstatements.org/vocab/CNE/1.0/"),
    "UND": ("Copyright undetermined", "https://rightsstatements.org/vocab/UND/1.0/"),
    "NKC": ("No known copyright", "https://rightsstatements.org/vocab/NKC/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "PDM-1.0": ("Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
}  # fmt: skip

# The statements of texts that everyone may publish; of any other, the rights-holder is asked.
FREE = frozenset({"NoC-US", "NoC-OKLR", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "PDM-1.0"})
