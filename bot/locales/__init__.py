"""The words of the house: message catalogues in English and French, and the phrases made from them."""
