// What becomes of the memory of buffers that are gone.
//
// glibc raises the size from which blocks are returned to the system to the largest block that was
// freed, keeps smaller ones, and finds them in pieces when the next cell asks: a grid grew by some
// megabytes with each run (64 MB to 690 MB in 170 runs of a model of 4 MB). A fixed limit stops
// that: from 128 KiB on, a block is the system's again as soon as it is freed.
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "include/zo_kernels.h"

#if defined(__GLIBC__)
#include <malloc.h>

__attribute__((constructor)) static void return_large_blocks(void) {
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  // An arena of each thread takes 64 MiB of an address space that has a limit.
  if (zo_address_limited()) mallopt(M_ARENA_MAX, 1);
}
#endif

// Weights are read and written from one end to the other in every step. In pages of 4 KiB a
// processor looks up an address every sixteen lines and stops reading ahead at every page's end; in
// pages of 2 MiB it does neither: 3 to 4 % of a pass that changes 540 MB (measured, Zen 5). Only
// whole large pages within the memory are asked for, so that nothing beside it becomes resident.
void zo_prefer_large_pages(void *start, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  const uintptr_t page = (uintptr_t)2 << 20, at = (uintptr_t)start;
  const uintptr_t first = (at + page - 1) & ~(page - 1), end = (at + bytes) & ~(page - 1);
  if (first < end) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
  (void)start, (void)bytes;
#endif
}
