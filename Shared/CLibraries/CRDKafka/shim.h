#pragma once
#include <malloc.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// rd_kafka_producev is variadic, which Swift cannot call, and rd_kafka_produceva (its array form) frees the headers twice in librdkafka 2.0.2
// when the partition does not exist. The record is copied; the headers belong to librdkafka when the answer is RD_KAFKA_RESP_ERR_NO_ERROR,
// else still to the caller. Blocks while the queue is full.
static inline rd_kafka_resp_err_t cairn_kafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, const void *key, size_t key_size, const void *value, size_t value_size,
    rd_kafka_headers_t *headers, void *opaque) {
    if (headers)
        return rd_kafka_producev(
            client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK),
            RD_KAFKA_V_KEY(key, key_size), RD_KAFKA_V_VALUE((void *)value, value_size), RD_KAFKA_V_HEADERS(headers),
            RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK),
        RD_KAFKA_V_KEY(key, key_size), RD_KAFKA_V_VALUE((void *)value, value_size), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}

// glibc gives each of librdkafka's threads an arena of its own, up to eight for each core, and keeps what was freed in them.
static inline void cairn_memory_arenas(int count) { mallopt(M_ARENA_MAX, count); }
static inline void cairn_memory_trim(void) { malloc_trim(0); }
