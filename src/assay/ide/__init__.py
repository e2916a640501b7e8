"""What an editor asks about rules: pure functions of the rules at one moment, a document and a place in it.

Nothing here knows a protocol. Offsets count code points of `Document.text`, from 0. Trees and models keep the places of
the text they were read from, see `assay.syntax.pieces`: `Rules.place` says where a span of theirs stands now.
"""
