"""Words that any sentence has: they bring no two proposals closer."""

_WORDS = """
a afin ai ainsi au aussi aux avec c ce ces cet cette chaque ci comme d dans de des dont du elle
elles en entre est et etre eux fait faire il ils j je l la le les leur leurs lui m ma mais me mes
mettre mise mon n ne nos notre nous on ont ou par pas plus pour qu que qui s sa sans se ses si son
sont sous sur t ta te tes toi ton tous tout toute toutes tu un une vers via vos votre vous y
"""
COMMON = frozenset(_WORDS.split())
