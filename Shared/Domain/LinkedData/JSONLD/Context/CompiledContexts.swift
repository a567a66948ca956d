/// Contexts that are shared between documents, by what they were made of.
///
/// Only contexts that follow from the set of documents alone are kept: what a document brings itself would let anyone fill the memory.
struct CompiledContexts {
    /// One step from a shared context to the next.
    enum Step: Hashable {
        /// The empty context with a base.
        case base(String)
        /// The document at an address.
        case document(String, after: Int)
        /// The scoped context of a term.
        case scoped(ObjectIdentifier, after: Int, overridesProtected: Bool, propagates: Bool)
    }

    private var contexts: [Step: JSONLDContext] = [:]

    subscript(step: Step) -> JSONLDContext? { self.contexts[step] }

    mutating func keep(_ context: JSONLDContext, _ step: Step, atMost limit: Int) -> JSONLDContext {
        if let kept = self.contexts[step] { return kept }
        guard self.contexts.count < limit else { return context }
        let shared = JSONLDContext(context.content, number: self.contexts.count + JSONLDContext.firstNumber)
        self.contexts[step] = shared
        return shared
    }
}
