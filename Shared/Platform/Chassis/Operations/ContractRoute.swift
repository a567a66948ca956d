public import HTTP

extension RouterMethods {
    /// Serves the contract of a group of routes at its `/openapi.yaml`.
    @discardableResult public func openAPI(_ document: [UInt8]) -> Self {
        let content = StaticContent(document, contentType: "application/yaml", maxAge: .seconds(300))
        return self.get("/openapi.yaml") { request, _ in content.response(to: request) }
    }

    /// Serves a JSON Schema under each of these names at `/schemas/{name}`, where `ce_dataschema` points to.
    @discardableResult public func schemas(_ names: [String], _ document: (String) -> [UInt8]?) -> Self {
        let contents = names.reduce(into: [String: StaticContent]()) { contents, name in
            contents[name] = document(name).map { StaticContent($0, contentType: "application/schema+json", maxAge: .seconds(300)) }
        }
        return self.get("/schemas/{name}") { request, context in
            guard let content = contents[try context.parameters.require("name")] else {
                throw Problem(.notFound, "not-found", "There is no schema of this name.")
            }
            return content.response(to: request)
        }
    }
}
