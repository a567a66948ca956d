import Crypto
public import JSON
import Synchronization

/// The contexts that there are, by address. A closed set: nothing is ever fetched, and any other address is refused by name.
///
/// Each context is compiled when it is first asked for, and then shared by all documents that are processed with this set.
public final class JSONLDDocuments: Sendable {
    private let documents: [Name: Document]
    let limits: JSONLDLimits
    private let compiled = Mutex(CompiledContexts())

    private struct Document: Sendable {
        let content: Content
        let digest: [UInt8]
    }

    private enum Content: Sendable {
        case parsed(JSON)
        case unreadable(JSONError)
    }

    /// Documents by address, as bytes.
    public init(_ documents: [String: [UInt8]], limits: JSONLDLimits = .standard) {
        self.limits = limits
        self.documents = Self.table(documents.lazy.map { address, bytes in (address, Self.parse(bytes), SHA256.hash(data: bytes)) })
    }

    /// Documents by address, as values that a program has made.
    public init(values documents: [String: JSON], limits: JSONLDLimits = .standard) {
        self.limits = limits
        self.documents = Self.table(
            documents.lazy.map { address, value in (address, .parsed(value), SHA256.hash(data: value.bytes())) })
    }

    private static func table(_ documents: some Sequence<(String, Content, [UInt8])>) -> [Name: Document] {
        var table: [Name: Document] = [:]
        for (address, content, digest) in documents { table[Name(address)] = Document(content: content, digest: digest) }
        return table
    }

    private static func parse(_ bytes: [UInt8]) -> Content {
        do throws(JSONError) {
            return .parsed(try JSON(parsing: bytes))
        } catch {
            return .unreadable(error)
        }
    }

    /// The SHA-256 of a document's bytes; nil when the address is unknown.
    public func digest(of address: String) -> [UInt8]? {
        self.documents[Name(address)]?.digest
    }

    /// The document at an address.
    func document(at address: String) throws(JSONLDError) -> JSON {
        guard let document = self.documents[Name(address)] else {
            throw JSONLDError(.loadingRemoteContextFailed, "the context \(address) is not among those known here, and none is fetched")
        }
        switch document.content {
        case .parsed(let value): return value
        case .unreadable(let error):
            throw JSONLDError(.loadingRemoteContextFailed, "the context \(address) is not JSON: \(error)")
        }
    }

    /// The context that was compiled from another one by a step.
    func compiled(_ step: CompiledContexts.Step) -> JSONLDContext? {
        self.compiled.withLock { $0[step] }
    }

    /// Keeps a context that was compiled, and gives the one to use: the first that was kept for this step.
    func keep(_ context: JSONLDContext, _ step: CompiledContexts.Step) -> JSONLDContext {
        self.compiled.withLock { $0.keep(context, step, atMost: self.limits.maxKeptContexts) }
    }
}
