import JSON

/// Context processing (JSON-LD 1.1 API §4.1): what a local context makes of an active one.
///
/// One value serves one document: it counts what the document's contexts cost.
final class ContextProcessing {
    let documents: JSONLDDocuments
    let options: JSONLDOptions
    /// The term definitions made so far.
    private var definitions = 0

    init(_ documents: JSONLDDocuments, _ options: JSONLDOptions) {
        self.documents = documents
        self.options = options
    }

    /// The context before any, with the base and the context that the options name.
    func initial() throws(JSONLDError) -> JSONLDContext {
        try self.initial(expandContext: self.options.expandContext)
    }

    /// The context before any, with the base that the options name, and another context.
    func initial(expandContext: JSON?) throws(JSONLDError) -> JSONLDContext {
        let context = self.options.base.map { self.empty(base: $0) } ?? .empty
        guard let first = expandContext else { return context }
        return try self.process(first["@context"] ?? first, in: context, Place(base: context.content.originalBase))
    }

    private func empty(base: String) -> JSONLDContext {
        if let compiled = self.documents.compiled(.base(base)) { return compiled }
        var content = ContextContent()
        content.base = IRIReference(base)
        content.originalBase = content.base
        return self.documents.keep(JSONLDContext(content), .base(base))
    }

    /// Where a local context was found, and what is allowed there.
    struct Place {
        /// What relative addresses of contexts are resolved against.
        var base: IRIReference?
        /// The addresses of the contexts that led here.
        var remote: [String] = []
        var overridesProtected = false
        var propagates = true
        /// Off while a scoped context is only looked at: a context that is open already is not opened again.
        var validatesScoped = true
        /// Scoped contexts around.
        var depth = 0
    }

    /// The context that a local context leads to.
    func process(_ local: JSON, in active: JSONLDContext, _ place: Place) throws(JSONLDError) -> JSONLDContext {
        var place = place
        if case .object(let object) = local, let propagates = object["@propagate"]?.bool { place.propagates = propagates }
        var current = active
        if !place.propagates, current.content.previous == nil {
            var content = active.content
            content.previous = active
            current = JSONLDContext(content)
        }
        guard case .array(let locals) = local else { return try self.step(local, from: current, place) }
        for (index, local) in locals.enumerated() {
            current = try under(String(index)) { () throws(JSONLDError) in try self.step(local, from: current, place) }
        }
        return current
    }

    /// The scoped context of a term, taken from the compiled ones when there is one.
    func scoped(
        _ term: Term, in active: JSONLDContext, overridingProtected: Bool = false, propagating: Bool = true
    ) throws(JSONLDError) -> JSONLDContext {
        guard let local = term.definition.scopedContext else { return active }
        let step = CompiledContexts.Step.scoped(
            ObjectIdentifier(term), after: active.number, overridesProtected: overridingProtected, propagates: propagating)
        if active.isShared, let compiled = self.documents.compiled(step) { return compiled }
        let place = Place(
            base: term.definition.scopedContextBase.map { IRIReference($0) }, overridesProtected: overridingProtected,
            propagates: propagating)
        let context = try self.process(local, in: active, place)
        return active.isShared ? self.documents.keep(context, step) : context
    }

    /// One local context, step 5.
    private func step(_ local: JSON, from active: JSONLDContext, _ place: Place) throws(JSONLDError) -> JSONLDContext {
        switch local {
        case .null: return try self.nullified(active, place)
        case .string(let reference): return try self.remote(reference, from: active, place)
        case .object(let object): return JSONLDContext(try self.inline(object, in: active, place))
        default: throw JSONLDError(.invalidLocalContext, "a context is an object, an address, or null")
        }
    }

    /// Step 5.1.
    private func nullified(_ active: JSONLDContext, _ place: Place) throws(JSONLDError) -> JSONLDContext {
        if !place.overridesProtected, active.content.terms.values.contains(where: { $0.definition.isProtected }) {
            throw JSONLDError(.invalidContextNullification, "null would take away terms that a context before protects")
        }
        var content = ContextContent()
        content.base = active.content.originalBase
        content.originalBase = active.content.originalBase
        if !place.propagates { content.previous = active.content.previous }
        return JSONLDContext(content)
    }

    /// Step 5.2.
    private func remote(_ reference: String, from active: JSONLDContext, _ place: Place) throws(JSONLDError) -> JSONLDContext {
        let address = place.base?.resolve(reference) ?? reference
        guard address.hasScheme else {
            throw JSONLDError(.loadingDocumentFailed, "the context \(reference) is a relative address, and there is no base for it")
        }
        if !place.validatesScoped, place.remote.contains(where: { $0.isSame(as: address) }) { return active }
        guard place.remote.count < self.documents.limits.maxRemoteContexts else {
            throw JSONLDError(
                .contextOverflow,
                "contexts ask for one another more than \(self.documents.limits.maxRemoteContexts) times (maxRemoteContexts)")
        }
        // Only what a document itself asks for: how far a context may lead must not depend on what was compiled before.
        let isShared =
            active.isShared && place.remote.isEmpty && place.propagates && !place.overridesProtected && place.validatesScoped
        let step = CompiledContexts.Step.document(address, after: active.number)
        if isShared, let compiled = self.documents.compiled(step) { return compiled }
        let document = try self.documents.document(at: address)
        guard let local = document.object?["@context"] else {
            throw JSONLDError(.invalidRemoteContext, "the document \(address) is no object with a member @context")
        }
        var inner = place
        inner.base = IRIReference(address)
        inner.remote.append(address)
        inner.propagates = true
        do throws(JSONLDError) {
            let context = try self.process(local, in: active, inner)
            return isShared ? self.documents.keep(context, step) : context
        } catch {
            throw error.under("@context").within(document: address)
        }
    }

    /// Steps 5.3 to 5.13: a context that is written out.
    private func inline(_ object: JSONObject, in active: JSONLDContext, _ place: Place) throws(JSONLDError) -> ContextContent {
        let local = try self.imported(object, place)
        var content = active.content
        try ContextEntries(local: local, isVersion10: self.options.isVersion10, isRemote: !place.remote.isEmpty).apply(to: &content)
        var creation = TermCreation(content: content, local: local, processing: self, place: place)
        for member in local where !ContextEntries.names.contains(member.name) {
            try under(member.name) { () throws(JSONLDError) in try creation.define(member.name) }
        }
        return creation.content
    }

    /// The context with what it imports around it (step 5.6).
    private func imported(_ local: JSONObject, _ place: Place) throws(JSONLDError) -> JSONObject {
        guard let reference = local["@import"] else { return local }
        return try under("@import") { () throws(JSONLDError) in
            if self.options.isVersion10 { throw JSONLDError(.invalidContextEntry, "@import is of JSON-LD 1.1") }
            guard case .string(let reference) = reference else { throw JSONLDError(.invalidImportValue, "@import takes an address") }
            let address = place.base?.resolve(reference) ?? reference
            guard let context = try self.documents.document(at: address).object?["@context"], case .object(var object) = context else {
                throw JSONLDError(.invalidRemoteContext, "the document \(address) has no @context that is an object")
            }
            if object["@import"] != nil {
                throw JSONLDError(.invalidContextEntry, "a context that is imported cannot import")
            }
            for member in local where member.name != "@import" { object[member.name] = member.value }
            return object
        }
    }

    /// Counts one term definition.
    func countDefinition() throws(JSONLDError) {
        self.definitions += 1
        guard self.definitions <= self.documents.limits.maxDefinitions else {
            throw JSONLDError(
                .tooManyDefinitions,
                "the contexts lead to more than \(self.documents.limits.maxDefinitions) term definitions (maxDefinitions)")
        }
    }
}
