import JSON

extension RDFReading {
    /// Turns the chains of `rdf:first` and `rdf:rest` that end in `rdf:nil` into lists (JSON-LD 1.1 API §8.4 step 7.3).
    mutating func resolveLists(in graph: Int) {
        for end in self.graphs[graph].listEnds {
            var place = end
            var elements: [Place] = []
            while self.name(of: place) == RDFVocabulary.rest, let element = self.element(at: place),
                case .once(let next)? = self.usages[self.graphs[place.graph].nodes[place.node].term]
            {
                elements.append(element)
                self.graphs[place.graph].nodes[place.node].isRemoved = true
                place = next
            }
            self.lists[place] = elements.reversed()
        }
    }

    private func name(of place: Place) -> String {
        self.graphs[place.graph].nodes[place.node].properties[place.property].name
    }

    /// Where the element stands that a node holds when it is a link of a list and nothing else.
    private func element(at place: Place) -> Place? {
        let node = self.graphs[place.graph].nodes[place.node]
        guard node.term.isBlank, !node.isRemoved, node.properties.count == 2, node.only(RDFVocabulary.rest) != nil,
            node.types.isEmpty || node.types == [.string(RDFVocabulary.list)], let first = node.place(ofOnly: RDFVocabulary.first)
        else { return nil }
        return Place(graph: place.graph, node: place.node, property: first, value: 0)
    }

    /// Turns blank nodes with `rdf:value` and `rdf:direction` into texts with a base direction (JSON-LD 1.1 API §8.4 step 7.1).
    mutating func resolveCompoundLiterals(in graph: Int) throws(JSONLDError) {
        for place in self.graphs[graph].directed {
            let node = self.graphs[graph].nodes[place]
            guard case .once(let usage)? = self.usages[node.term], node.types.isEmpty,
                node.properties.allSatisfy({
                    [RDFVocabulary.value, RDFVocabulary.language, RDFVocabulary.direction].contains($0.name)
                }),
                let value = node.only(RDFVocabulary.value)?["@value"], let direction = node.only(RDFVocabulary.direction)?["@value"]
            else { continue }
            guard direction.string.flatMap({ TextDirection(rawValue: $0) }) != nil else {
                throw JSONLDError(.invalidBaseDirection, "the direction of a compound literal is ltr or rtl")
            }
            let language = node.only(RDFVocabulary.language)?["@value"]
            if let language, language.string?.isLanguageTag != true {
                throw JSONLDError(.invalidLanguageTaggedString, "the language of a compound literal is no language tag")
            }
            self.graphs[graph].nodes[place].isRemoved = true
            self.graphs[usage.graph].nodes[usage.node].properties[usage.property].values[usage.value] = .object(
                omittingNil: ["@value": value, "@language": language, "@direction": direction])
        }
    }
}
