// Typed entries for the variadic calls of libcurl, which Swift cannot import.
#pragma once
#define CURL_DISABLE_TYPECHECK // its checks are macros over constants, and the options here are arguments
#include <curl/curl.h>

typedef size_t (*ccurl_bytes)(char *, size_t, size_t, void *);
typedef int (*ccurl_seek)(void *, curl_off_t, int);

static inline CURLcode ccurl_set_long(CURL *c, CURLoption o, long v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_offset(CURL *c, CURLoption o, curl_off_t v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_text(CURL *c, CURLoption o, const char *v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_pointer(CURL *c, CURLoption o, void *v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_list(CURL *c, CURLoption o, struct curl_slist *v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_bytes(CURL *c, CURLoption o, ccurl_bytes v) { return curl_easy_setopt(c, o, v); }
static inline CURLcode ccurl_set_seek(CURL *c, ccurl_seek v) { return curl_easy_setopt(c, CURLOPT_SEEKFUNCTION, v); }

static inline CURLMcode ccurl_set_limit(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }

// The number of a long fact of a transfer; 0 when there is none.
static inline long ccurl_long(CURL *c, CURLINFO i) {
    long v = 0;
    return curl_easy_getinfo(c, i, &v) == CURLE_OK ? v : 0;
}

// The number of an offset or of microseconds; 0 when there is none.
static inline curl_off_t ccurl_offset(CURL *c, CURLINFO i) {
    curl_off_t v = 0;
    return curl_easy_getinfo(c, i, &v) == CURLE_OK ? v : 0;
}

// How the next finished transfer of a multi handle ended; false when none has.
static inline _Bool ccurl_finished(CURLM *m, CURLcode *code) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(m, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *code = message->data.result;
        return 1;
    }
    return 0;
}
