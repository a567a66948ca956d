#pragma once

/// How often the calling thread has asked for memory since it began.
unsigned long allocation_count(void);

/// How often it has asked for 1024 bytes or more at once.
unsigned long large_allocation_count(void);
