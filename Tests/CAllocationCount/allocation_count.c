// Counts the calls of malloc and realloc, thread by thread, in programs that this is linked into: the tests alone. In C, because Swift
// reserves these names; glibc lets a program put its own in their place and has its own under these other names.
#include "allocation_count.h"
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_realloc(void *memory, size_t size);

static __thread unsigned long all, large;

static void count(size_t size) {
    all++;
    if (size >= 1024) large++;
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *realloc(void *memory, size_t size) {
    count(size);
    return __libc_realloc(memory, size);
}

unsigned long allocation_count(void) {
    return all;
}

unsigned long large_allocation_count(void) {
    return large;
}
