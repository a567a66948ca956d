"""Canonicalises graphs as PyPI's pyoxigraph and PyLD do, for a comparison with ours.

Standard input: N-Quads, a line `# next` between graphs. Standard output: for each graph a line with the SHA-256 of what pyoxigraph makes of it,
a space, and that of what PyLD makes of it.
"""

import hashlib
import sys

import pyoxigraph
from pyld import jsonld


def by_pyoxigraph(text):
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS).decode().splitlines()
    return "".join(line + "\n" for line in sorted(lines))


def by_pyld(text):
    nquads = "application/n-quads"
    return jsonld.normalize(text, {"algorithm": "URDNA2015", "inputFormat": nquads, "format": nquads})


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


for graph in sys.stdin.read().split("# next\n"):
    print(digest(by_pyoxigraph(graph)), digest(by_pyld(graph)))
