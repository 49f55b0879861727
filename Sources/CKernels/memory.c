// What becomes of the memory of buffers that are gone.
//
// glibc raises the size from which blocks are returned to the system to the largest block that was
// freed, keeps smaller ones, and finds them in pieces when the next cell asks: a grid grew by some
// megabytes with each run (64 MB to 690 MB in 170 runs of a model of 4 MB). A fixed limit stops
// that: from 128 KiB on, a block is the system's again as soon as it is freed.
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

#include "include/zo_kernels.h"

__attribute__((constructor)) static void return_large_blocks(void) {
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  // An arena of each thread takes 64 MiB of an address space that has a limit.
  if (zo_address_limited()) mallopt(M_ARENA_MAX, 1);
}
#endif
