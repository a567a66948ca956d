import Testing

@testable import LinkedData

@Suite struct `IRI references` {
    /// RFC 3986 §5.4.1 and §5.4.2, in their order.
    static let examples: [(reference: String, iri: String)] = [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
        ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"), ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
        ("http:g", "http:g"),
    ]

    @Test(arguments: Self.examples)
    func `mean what RFC 3986 §5.4 says`(reference: String, iri: String) {
        #expect(IRIReference("http://a/b/c/d;p?q").resolve(reference) == iri)
    }

    @Test(arguments: ["", "a", "//a", "a:", "a:b", "http://a/b?c#d", "?", "#", "/?#", "a?b#c#d", "é:ü"])
    func `are put together as they were`(text: String) {
        #expect(IRIReference(text).text == text)
    }

    @Test func `become relative so that they mean the same again`() {
        let base = IRIReference("http://a/b/c/d;p?q")
        for iri in [
            "http://a/b/c/g", "http://a/b/g?y#s", "http://a/", "http://a/b/c/d;p?q#s", "http://a/b/c/x:y", "http://a/b/c/", "http://x/y",
        ] {
            #expect(base.resolve(base.relative(iri)) == iri, "\(base.relative(iri))")
        }
    }

    @Test(arguments: [
        ("http://a", true), ("urn:a", true), ("a+b-c.d1:x", true), ("1a:x", false), (":a", false), ("a", false), ("a/b:c", false),
        ("é:a", false), ("_:b", false), ("urn:a b", false), ("urn:<a>", false), ("urn:a#b", true), ("urn:a#b#c", false), ("urn:é", true),
    ])
    func `are IRIs for RDF with a scheme and nothing that no IRI has`(text: String, isIRI: Bool) {
        #expect(text.isWellFormedIRI == isIRI)
    }
}
