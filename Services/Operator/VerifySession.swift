import Configuration
import Credentials
import JSON
import VerdictPages

/// One call of `cairn verify`: judges file after file with the same knowledge, and prints what came out.
struct VerifySession {
    let context: VerificationContext
    let issuers: [IssuerList]
    let time: DateTimeStamp
    let asJSON: Bool
    let sentences: VerdictSentences
    let terminal: Terminal

    /// Judges a file and prints the verdict.
    func judge(_ path: String) -> Verdict.Overall {
        let name = path == InputFile.standardInput ? "standard input" : path
        do throws(InputError) {
            let bytes = try InputFile(path, limit: self.context.limits.credentialBytes).bytes
            let verdict = Verification(of: bytes, at: self.time, in: self.context).verdict()
            self.show(verdict, of: name, document: self.document(bytes))
            return verdict.overall
        } catch .tooLarge(let limit) {
            let reason = Reason(.tooLarge, ["limit": .number(JSONNumber(limit))])
            let verdict = Verdict([Check(.format, .notChecked(reason))])
            self.show(verdict, of: name, document: nil)
            return verdict.overall
        } catch {
            return self.showUnreadable(name, error)
        }
    }

    private func show(_ verdict: Verdict, of name: String, document: JSON?) {
        guard !self.asJSON else { return self.printJSON(name, verdict) }
        let text = VerdictText(
            name: name, verdict: verdict, document: document, issuers: self.issuers, time: self.time, sentences: self.sentences,
            showsColour: self.terminal.showsColour)
        for line in text.lines { self.terminal.print(line) }
    }

    private func showUnreadable(_ name: String, _ error: InputError) -> Verdict.Overall {
        let nothing = Verdict([])
        if self.asJSON {
            self.printJSON(name, nothing, error: error.description)
        } else {
            let sentence = self.sentences.text("headline.no-file", ["error": .string(error.description)])
            self.terminal.printError("\(PlainText.safe(name)): \(sentence)")
        }
        return nothing.overall
    }

    private func printJSON(_ name: String, _ verdict: Verdict, error: String? = nil) {
        var object: JSONObject = ["file": .string(name), "at": .string(self.time.description)]
        if let error { object.append("error", .string(error)) }
        for (member, value) in verdict.json.object ?? [:] { object.append(member, value) }
        self.terminal.print(JSON.object(object).description)
    }

    /// What is not JSON has no name and no issuer to show; the verdict says so itself.
    private func document(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) { return try JSON(parsing: bytes, limits: JSONLimits(maxBytes: self.context.limits.credentialBytes)) } catch {
            return nil
        }
    }
}
