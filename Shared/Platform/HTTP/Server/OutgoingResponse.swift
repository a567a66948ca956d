import CMicroHTTPD
import Glibc
import Observability

/// An answer in libmicrohttpd's form, to be queued once.
struct OutgoingResponse: ~Copyable {
    /// libmicrohttpd asks for a stream's bytes in blocks of this size.
    private static let block = 32 * 1_024

    private let response: OpaquePointer
    private let status: UInt32

    /// Nil when there is no memory for it.
    init?(_ answer: HTTPResponse, for exchange: Exchange, closes: Bool, core: ServerCore) {
        var answer = answer
        var made: OpaquePointer?
        switch answer.body {
        case .bytes(let bytes):
            made = Self.response(of: bytes)
        case .file(let path):
            made = Self.response(ofFile: path)
            if made == nil {
                core.logger.error("cannot open a file that was to be sent", metadata: ["file": path, "errno": "\(errno)"])
                answer = HTTPResponse(status: .internalServerError)
                made = Self.response(of: [])
            }
        case .stream(let length, _):
            made = Self.response(of: exchange, length: length.map { UInt64($0) } ?? UInt64.max)
        case .untilStopped:
            made = Self.response(of: exchange, length: UInt64.max)
        }
        guard let made else { return nil }
        for field in answer.headers where !field.value.isEmpty {
            // It refuses the fields that are its own to set, such as Content-Length.
            _ = MHD_add_response_header(made, field.name.rawName, field.value)
        }
        if closes { _ = MHD_add_response_header(made, "Connection", "close") }
        self.response = made
        self.status = UInt32(answer.status.code)
    }

    /// Hands it over.
    consuming func queue(on connection: OpaquePointer?) -> MHD_Result {
        MHD_queue_response(connection, self.status, self.response)
    }

    deinit {
        MHD_destroy_response(self.response)  // queued, it is counted by the connection too
    }

    private static func response(of bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBytes {
            MHD_create_response_from_buffer($0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    /// Nil with `errno` when there is no such regular file.
    private static func response(ofFile path: String) -> OpaquePointer? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        var info = stat()
        guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            close(file)
            errno = EINVAL
            return nil
        }
        return MHD_create_response_from_fd64(UInt64(info.st_size), file)  // which closes it
    }

    private static func response(of exchange: Exchange, length: UInt64) -> OpaquePointer? {
        MHD_create_response_from_callback(
            length, Self.block,
            { context, _, buffer, count in
                guard let context else { return -2 }
                let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                switch exchange.fill(UnsafeMutableRawBufferPointer(start: buffer, count: count)) {
                case .bytes(let count): return count
                case .ended: return -1  // MHD_CONTENT_READER_END_OF_STREAM
                case .failed: return -2  // MHD_CONTENT_READER_END_WITH_ERROR
                }
            },
            Unmanaged.passRetained(exchange).toOpaque(),
            { context in
                guard let context else { return }
                Unmanaged<Exchange>.fromOpaque(context).release()
            })
    }
}
