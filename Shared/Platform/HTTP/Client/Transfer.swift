import CCurl
import Glibc

/// One request under way: what libcurl is told, and what it tells. Used by the thread of the transfer alone.
final class Transfer {
    private let plan: TransferPlan
    private let upload: TransferUpload?
    private var headers = HTTPFields()
    private var headBytes = 0
    private var body: [UInt8] = []
    private var failure: HTTPClientError?

    init(_ plan: TransferPlan, _ upload: TransferUpload?) {
        self.plan = plan
        self.upload = upload
    }

    /// Tells libcurl what to do. The list of fields must live as long as the transfer.
    func prepare(_ easy: UnsafeMutableRawPointer) -> UnsafeMutablePointer<curl_slist>? {
        let request = self.plan.request
        ccurl_set_text(easy, CURLOPT_URL, self.plan.url.text)
        ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(self.plan.connectTimeout))
        ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(self.plan.timeout))
        let follows = request.redirectLimit > 0 && self.upload == nil
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, follows ? 1 : 0)
        ccurl_set_long(easy, CURLOPT_MAXREDIRS, request.redirectLimit)
        let me = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        ccurl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { start, size, count, context in
            Transfer.from(context).takeLine(UnsafeRawBufferPointer(start: start, count: size * count)) ? size * count : 0
        }
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        ccurl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { start, size, count, context in
            Transfer.from(context).takeBody(UnsafeRawBufferPointer(start: start, count: size * count)) ? size * count : 0
        }
        self.prepareMethod(easy, me)
        let fields = self.fieldList()
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, fields)
        return fields
    }

    /// What came of it.
    func result(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) -> Result<HTTPClientResponse, HTTPClientError> {
        if let failure { return .failure(failure) }
        guard code == CURLE_OK else { return .failure(self.error(easy, code)) }
        let status = ccurl_long(easy, CURLINFO_RESPONSE_CODE)
        guard (100...599).contains(status) else {
            return .failure(.broken(server: self.plan.url.origin, reason: "the answer has the status \(status)"))
        }
        return .success(HTTPClientResponse(status: HTTPStatus(code: status), headers: self.headers, body: self.body))
    }

    private func prepareMethod(_ easy: UnsafeMutableRawPointer, _ me: UnsafeMutableRawPointer) {
        let method = self.plan.request.method
        if let upload {
            ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
            ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.size))
            ccurl_set_pointer(easy, CURLOPT_READDATA, me)
            ccurl_set_bytes(easy, CURLOPT_READFUNCTION) { start, size, count, context in
                Transfer.from(context).give(UnsafeMutableRawBufferPointer(start: start, count: size * count))
            }
            ccurl_set_pointer(easy, CURLOPT_SEEKDATA, me)
            ccurl_set_seek(easy) { context, position, origin in
                guard origin == SEEK_SET, Transfer.from(context).upload?.seek(to: Int(position)) == true else { return CURL_SEEKFUNC_FAIL }
                return CURL_SEEKFUNC_OK
            }
        } else if method == .head {
            ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        }
        if method != .get || self.upload != nil, method != .head { ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, method.rawValue) }
    }

    private func fieldList() -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for field in self.plan.request.headers where field.name != .contentLength && field.name != .transferEncoding {
            // A name with a semicolon is libcurl's way to send a field that is empty.
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            list = curl_slist_append(list, line) ?? list
        }
        return list
    }

    private func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        self.headBytes += line.count
        guard self.headBytes <= self.plan.headLimit else {
            self.failure = .headTooLarge(limit: self.plan.headLimit)
            return false
        }
        if line.starts(with: "HTTP/".utf8) {  // the next of several answers
            self.headers = HTTPFields()
            self.body.removeAll()
        } else if let colon = line.firstIndex(of: 58), let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self)) {
            var value = line[(colon + 1)...]
            while let first = value.first, first == 32 || first == 9 { value.removeFirst() }
            while let last = value.last, last == 32 || last == 9 || last == 10 || last == 13 { value.removeLast() }
            self.headers.append(HTTPField(name: name, value: String(decoding: value, as: UTF8.self)))
        }
        return true
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard self.body.count + bytes.count <= self.plan.responseLimit else {
            self.failure = .bodyTooLarge(limit: self.plan.responseLimit)
            return false
        }
        self.body.append(contentsOf: bytes)
        return true
    }

    private func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        guard let count = self.upload?.read(into: room) else {
            if case .file(let path) = self.plan.request.body {
                self.failure = .fileUnreadable(path: path, reason: "it was changed while it was sent")
            }
            return Int(CURL_READFUNC_ABORT)
        }
        return count
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl gives back what it was given") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    private static func milliseconds(_ time: Duration) -> Int { max(1, Int(time / .milliseconds(1))) }

    private func error(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) -> HTTPClientError {
        let server = self.plan.url.origin
        let number = ccurl_long(easy, CURLINFO_OS_ERRNO)
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .hostUnknown(server: server)
        case CURLE_COULDNT_CONNECT:
            return .notConnected(server: server, reason: number == 0 ? reason : String(cString: strerror(Int32(number))))
        case CURLE_OPERATION_TIMEDOUT:
            let isConnected = ccurl_offset(easy, CURLINFO_CONNECT_TIME_T) > 0
            return .timedOut(server: server, after: isConnected ? self.plan.timeout : self.plan.connectTimeout, isConnected: isConnected)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .wrongURL(reason)
        case CURLE_TOO_MANY_REDIRECTS: return .tooManyRedirects(limit: self.plan.request.redirectLimit)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            return .notTrusted(server: server, reason: reason)
        default: return .broken(server: server, reason: reason)
        }
    }
}
