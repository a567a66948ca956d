import CMicroHTTPD
import Glibc

// What libmicrohttpd calls, on its own threads. Nothing here may block. The context is the server's core, which outlives the daemon; a connection's
// slot and a request's slot each hold one retained object, from the first notice to the last.

func onLog(context: UnsafeMutableRawPointer?, format: UnsafePointer<CChar>?, arguments: CVaListPointer?) {
    guard let context, let format, let arguments else { return }
    let line = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer -> String in
        guard let start = buffer.baseAddress else { return "" }
        vsnprintf(start, buffer.count, format, arguments)
        return String(cString: start)
    }
    core(context).note(line)
}

func onConnectionChange(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    code: MHD_ConnectionNotificationCode
) {
    guard let context, let slot else { return }
    if code == .CONNECTION_NOTIFY_STARTED {
        slot.pointee = Unmanaged.passRetained(core(context).watcher.add(descriptor: cmhd_socket(connection))).toOpaque()
    } else if let known = slot.pointee {
        slot.pointee = nil
        core(context).watcher.remove(Unmanaged<Connection>.fromOpaque(known).takeRetainedValue())
    }
}

/// Called with the raw request line's target, before libmicrohttpd decodes it and cuts it at `%00`.
func onRequestLine(
    context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let context, let target, let known = cmhd_socket_context(connection) else { return nil }
    let exchange = core(context).makeExchange(
        target: String(cString: target), at: UInt(bitPattern: target),
        on: Unmanaged<Connection>.fromOpaque(known).takeUnretainedValue())
    // The query has been taken raw, too. libmicrohttpd would keep a record of each of its fields beside the head: a short query of many fields fills
    // that memory, and then there is no room left for an answer of any kind.
    if let query = strchr(target, CInt(UInt8(ascii: "?"))) { query[1] = 0 }
    return Unmanaged.passRetained(exchange).toOpaque()
}

/// Leaves the target as it is: it has been taken raw.
func onUnescape(context: UnsafeMutableRawPointer?, connection: OpaquePointer?, text: UnsafeMutablePointer<CChar>?) -> Int {
    text.map { strlen($0) } ?? 0
}

func onCompleted(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    code: MHD_RequestTerminationCode
) {
    guard let slot, let exchange = slot.pointee else { return }
    slot.pointee = nil
    Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue().completed()
}

func onAccess(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?, method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?, uploadSize: UnsafeMutablePointer<Int>?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let method, let version, let uploadSize, let known = slot?.pointee else { return .NO }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if uploadSize.pointee > 0 {
        defer { uploadSize.pointee = 0 }
        return exchange.receive(UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)) ? .YES : .NO
    }
    let core = core(context)
    if !exchange.hasBegun, let refusal = core.begin(exchange, on: connection, method: method, version: version) {
        return OutgoingResponse(refusal, for: exchange, closes: true, core: core)?.queue(on: connection) ?? .NO
    }
    switch exchange.step() {
    case .proceed: return .YES
    case .close: return .NO
    case .answer(let response):
        return OutgoingResponse(response, for: exchange, closes: core.phase.value != .open, core: core)?.queue(on: connection) ?? .NO
    }
}

private func core(_ context: UnsafeMutableRawPointer) -> ServerCore {
    Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
}
