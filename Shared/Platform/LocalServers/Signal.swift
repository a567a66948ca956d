/// A signal that one process sends another (signal(7)); its name is the kernel's, without `SIG`.
public enum Signal: Int32, Sendable {
    case hangup = 1
    case interrupt = 2
    case quit = 3
    case kill = 9
    case terminate = 15
    case resume = 18
    case stop = 19

    var name: String {
        switch self {
        case .hangup: "HUP"
        case .interrupt: "INT"
        case .quit: "QUIT"
        case .kill: "KILL"
        case .terminate: "TERM"
        case .resume: "CONT"
        case .stop: "STOP"
        }
    }
}
