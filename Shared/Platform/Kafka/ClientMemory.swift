import CRDKafka

/// What a process with many of librdkafka's threads keeps of the memory that it has freed.
public enum ClientMemory {
    /// How many arenas all threads share. By default each new thread gets one of its own, which keeps what it once needed.
    public static let arenas = 2

    /// Lets all threads share few arenas. To be called before the first client is made.
    public static func shareArenas() {
        cairn_memory_arenas(Int32(Self.arenas))
    }

    /// Gives back to the system what was freed and lies among what is used. Takes milliseconds.
    public static func trim() {
        cairn_memory_trim()
    }
}
