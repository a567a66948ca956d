import JSON

extension JSON {
    /// JSON-LD object comparison (README of the suite): arrays are sets, but for lists; language tags have no case.
    func isSameJSONLD(as other: JSON, inList: Bool = false) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return false }
            if inList { return zip(left, right).allSatisfy { $0.isSameJSONLD(as: $1) } }
            var open = right
            for element in left {
                guard let place = open.firstIndex(where: { element.isSameJSONLD(as: $0) }) else { return false }
                open.remove(at: place)
            }
            return true
        case (.object(let left), .object(let right)):
            guard left.count == right.count else { return false }
            return left.allSatisfy { member in
                guard let value = right[member.name] else { return false }
                if member.name == "@language", let tag = member.value.string, let other = value.string {
                    return tag.lowercased() == other.lowercased()
                }
                return member.value.isSameJSONLD(as: value, inList: member.name == "@list")
            }
        case (.number(let left), .number(let right)): return left.double == right.double
        default: return self == other
        }
    }
}
