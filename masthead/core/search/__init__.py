"""Global search: one Python `grams` for Chinese and Latin text, one index with a back end for each database.

Rooms register what can be found (`registry.searchable`); who may find it is part of the index itself (scope tokens), so that a
person with a small scope is answered as quickly as one who sees all. The index follows the trail and can be rebuilt at any time.
"""
