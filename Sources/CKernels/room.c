// Room in the address space, where there is a limit of it (ulimit -v).
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "include/zo_kernels.h"

int zo_address_limited(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

static int has_room(size_t bytes) {
  void *place = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return 0;
  munmap(place, bytes);
  return 1;
}

size_t zo_room(void) {
  if (!zo_address_limited()) return SIZE_MAX;
  size_t low = 0, high = (size_t)1 << 47, page = 1 << 16;
  while (high - low > page) {
    size_t middle = low + (high - low) / 2;
    if (has_room(middle)) low = middle; else high = middle;
  }
  return low;
}

void *zo_allocate(size_t bytes, size_t alignment) {
  void *place = NULL;
  return posix_memalign(&place, alignment, bytes ? bytes : 1) ? NULL : place;
}
