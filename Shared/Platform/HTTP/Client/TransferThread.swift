import CCurl
import Glibc

/// The handle of one of the client's threads: one transfer at a time, and the connections that are kept for the next one.
///
/// A multi handle is used for one transfer because it alone can be woken by another thread.
final class TransferThread {
    /// How many connections a thread keeps open.
    static let keptConnections = 4
    /// The longest a thread sleeps at a time. Whatever matters wakes it; this only bounds what a lost wake-up could cost.
    static let longestSleep: Int32 = 1_000

    private let multi: UnsafeMutableRawPointer

    init() {
        precondition(Self.isReady, "libcurl could not be started")
        guard let multi = curl_multi_init() else { preconditionFailure("no memory for a handle of libcurl") }
        ccurl_set_limit(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        self.multi = multi
    }

    deinit {
        curl_multi_cleanup(self.multi)
    }

    /// Does one transfer from its beginning to its end.
    func perform(_ plan: TransferPlan, _ cancellation: TransferCancellation) -> Result<HTTPClientResponse, HTTPClientError> {
        let upload: TransferUpload?
        do throws(HTTPClientError) { upload = try TransferUpload(plan.request) } catch { return .failure(error) }
        guard let easy = curl_easy_init() else { preconditionFailure("no memory for a handle of libcurl") }
        defer { curl_easy_cleanup(easy) }
        let transfer = Transfer(plan, upload)
        let fields = transfer.prepare(easy)
        defer { curl_slist_free_all(fields) }
        curl_multi_add_handle(self.multi, easy)
        defer { curl_multi_remove_handle(self.multi, easy) }
        cancellation.watch(self.multi)
        defer { cancellation.watch(nil) }
        return withExtendedLifetime(transfer) {
            guard let code = self.outcome(until: cancellation) else { return .failure(.cancelled) }
            return transfer.result(easy, code)
        }
    }

    /// How the transfer ended; nil when it was cancelled before.
    private func outcome(until cancellation: TransferCancellation) -> CURLcode? {
        var running: Int32 = 0
        var code = CURLE_OK
        while !cancellation.isCancelled {
            let state = curl_multi_perform(self.multi, &running)
            guard state == CURLM_OK else { return CURLE_FAILED_INIT }
            if ccurl_finished(self.multi, &code) { return code }
            guard curl_multi_poll(self.multi, nil, 0, Self.longestSleep, nil) == CURLM_OK else { return CURLE_FAILED_INIT }
        }
        return nil
    }

    /// libcurl is started once for the process; from 7.84 on any thread may do it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
