// Typed entries for the variadic calls of libmicrohttpd, and for what Linux offers on its sockets, which Swift cannot import.
#pragma once
#include <linux/filter.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct cmhd_config {
    void *context;
    const struct sockaddr *address;
    unsigned int threads;
    unsigned int max_connections;
    unsigned int backlog;
    unsigned int idle_seconds;
    size_t connection_memory;
    enum MHD_Result (*access)(void *, struct MHD_Connection *, const char *, const char *, const char *, const char *, size_t *, void **);
    void *(*request_line)(void *, const char *, struct MHD_Connection *);
    void (*completed)(void *, struct MHD_Connection *, void **, enum MHD_RequestTerminationCode);
    void (*connection_changed)(void *, struct MHD_Connection *, void **, enum MHD_ConnectionNotificationCode);
    size_t (*unescape)(void *, struct MHD_Connection *, char *);
    void (*log)(void *, const char *, va_list);
};

static inline struct MHD_Daemon *cmhd_start(const struct cmhd_config *c) {
    // A pool of one thread would cost a second, idle thread: leave the option out.
    const struct MHD_OptionItem pool[] = {
        { c->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, c->threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    const unsigned int family = c->address->sa_family == AF_INET6 ? MHD_USE_IPv6 : 0;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ERROR_LOG | family,
        0, NULL, NULL, c->access, c->context,
        MHD_OPTION_EXTERNAL_LOGGER, c->log, c->context, // first, so that it hears of errors in what follows
        MHD_OPTION_SOCK_ADDR, c->address,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, c->backlog,
        MHD_OPTION_CONNECTION_LIMIT, c->max_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, c->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, c->connection_memory,
        MHD_OPTION_URI_LOG_CALLBACK, c->request_line, c->context,
        MHD_OPTION_NOTIFY_COMPLETED, c->completed, c->context,
        MHD_OPTION_NOTIFY_CONNECTION, c->connection_changed, c->context,
        MHD_OPTION_UNESCAPE_CALLBACK, c->unescape, c->context,
        MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

static inline int cmhd_socket(struct MHD_Connection *c) {
    return MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static inline void *cmhd_socket_context(struct MHD_Connection *c) {
    return MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static inline int cmhd_listener(struct MHD_Daemon *d) {
    return MHD_get_daemon_info(d, MHD_DAEMON_INFO_LISTEN_FD)->listen_fd;
}

// Whether the library's parser leaves the head where it was received, as 0.9.75 does: then addresses tell what it forgave.
static inline int cmhd_parses_in_place(void) { return strncmp(MHD_get_version(), "0.9.75", 6) == 0; }

// Reports once when the peer closes or resets; closing the descriptor ends it.
static inline int cmhd_watch(int epoll, int fd, uint64_t id) {
    struct epoll_event e = { EPOLLRDHUP | EPOLLET, { .u64 = id } };
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
}

// A descriptor that wakes the one who waits at the epoll instance, as the event 0. Edge-triggered: every ring is reported, and none need be read.
static inline int cmhd_alarm(int epoll) {
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event e = { EPOLLIN | EPOLLET, { .u64 = 0 } };
    if (fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) != 0) { close(fd); return -1; }
    return fd;
}

static inline void cmhd_ring(int alarm) { eventfd_write(alarm, 1); }

// Bytes that the peer has not acknowledged yet (tcp(7), SIOCOUTQ).
static inline int cmhd_unacknowledged(int fd) {
    int bytes = 0;
    return ioctl(fd, 0x5411 /* SIOCOUTQ, which is TIOCOUTQ */, &bytes) == 0 ? bytes : 0;
}

// Bytes that the peer has acknowledged since the connection began: tcpi_bytes_acked of <linux/tcp.h>, whose struct tcp_info
// can't be included beside glibc's shorter one.
static inline uint64_t cmhd_acknowledged(int fd) {
    unsigned char info[256] = { 0 };
    socklen_t size = sizeof info;
    uint64_t bytes = 0;
    if (getsockopt(fd, IPPROTO_TCP, 11 /* TCP_INFO */, info, &size) == 0 && size >= 128) memcpy(&bytes, info + 120, sizeof bytes);
    return bytes;
}

// Makes a listening socket drop new SYNs, while handshakes that have begun still come to their end.
static inline int cmhd_refuse_new(int listener) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),           // the flags of the TCP header
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),        // SYN and ACK
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1),  // SYN alone
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    struct sock_fprog program = { sizeof code / sizeof code[0], code };
    return setsockopt(listener, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}
