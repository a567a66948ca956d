/// Why a template cannot be read or rendered, and where.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        case unclosedTag(expected: String)
        case emptyName
        case badDelimiters
        case unclosedSection(String)
        case strayClosing(String)
        case wrongClosing(expected: String, found: String)
        case sentenceAsSection(String)
        case tooDeep(limit: Int)
        case unknownTemplate
        case unknownPartial(String)
        case renderingTooDeep(limit: Int)
        case tooLong(limit: Int)
        case message(MessageError)
    }

    /// What is wrong.
    public let reason: Reason
    /// The template's name.
    public let template: String
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int

    init(_ reason: Reason, in template: String, at place: TemplatePlace) {
        self.reason = reason
        self.template = template
        self.line = Int(place.line)
        self.column = Int(place.column)
    }

    /// One sentence with place and remedy.
    public var description: String {
        "template \(self.template), line \(self.line), column \(self.column): \(self.reason.sentence)"
    }
}

/// A place in a template.
struct TemplatePlace: Sendable {
    let line: UInt32
    let column: UInt32

    static let start = TemplatePlace(line: 1, column: 1)
}

extension TemplateError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .unclosedTag(let expected): "this tag is not closed; add \(expected)"
        case .emptyName: "this tag has no name; give it one or take it out"
        case .badDelimiters: "a change of delimiters is written {{=<% %>=}}: two texts apart, without spaces or = in them"
        case .unclosedSection(let name): "the section \(name) is not closed; add {{/\(name)}}"
        case .strayClosing(let name): "{{/\(name)}} closes no section; take it out or open the section"
        case .wrongClosing(let expected, let found): "{{/\(found)}} stands where {{/\(expected)}} must come first"
        case .sentenceAsSection(let name): "\(name) is a sentence of the catalogue and cannot be a section; write {{\(name)}}"
        case .tooDeep(let limit): "sections are nested more than \(limit) levels deep"
        case .unknownTemplate: "there is no template of this name"
        case .unknownPartial(let name): "there is no template \(name) to include; add it or correct the name"
        case .renderingTooDeep(let limit):
            "sections and included templates are nested more than \(limit) levels deep; end the recursion by the context"
        case .tooLong(let limit): "the page is longer than \(limit) bytes"
        case .message(let error): error.description
        }
    }
}
