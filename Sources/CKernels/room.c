// Room in the address space, where there is a limit of it (ulimit -v).
//
// OpenBLAS maps a buffer for each thread that multiplies, at its first product, and where the
// system refuses one it asks again for ever. So under a limit this maps them before it does: as
// many as there are threads inside, after a look whether there is room. Its own threads, which this
// program never uses, map theirs when the library is loaded; under a limit the program starts
// itself anew without them (cores.c).
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "include/zo_kernels.h"

// OpenBLAS's own; not every build shows them.
extern void *blas_memory_alloc(int) __attribute__((weak));
extern void blas_memory_free(void *) __attribute__((weak));

// What OpenBLAS 0.3.21 to 0.3.29 map per thread on x86-64 is 128 MiB and a page.
static const size_t buffer = 129 << 20;
enum { MOST = 64 };

int zo_address_limited(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

int zo_has_room(size_t bytes) {
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
    if (zo_has_room(middle)) low = middle; else high = middle;
  }
  return low;
}

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static atomic_int reserved, inside;

size_t zo_reserve_blas(int threads) {
  if (!zo_address_limited() || threads <= atomic_load(&reserved)) return 0;
  pthread_mutex_lock(&turn);
  size_t lack = 0;
  int wanted = threads < MOST ? threads : MOST, had = atomic_load(&reserved);
  if (wanted > had) {
    // Of those that were reserved, others may be using some: then as many new ones are mapped.
    size_t need = (size_t)(atomic_load(&inside) ? wanted : wanted - had) * buffer;
    if (!zo_has_room(need)) lack = need;
    if (!lack && blas_memory_alloc && blas_memory_free) {
      // All at once: a buffer that is free is given again.
      void *buffers[MOST];
      for (int i = 0; i < wanted; i++) buffers[i] = blas_memory_alloc(0);
      for (int i = 0; i < wanted; i++) blas_memory_free(buffers[i]);
    }
    if (!lack) atomic_store(&reserved, wanted);
  }
  pthread_mutex_unlock(&turn);
  return lack;
}

static void give_up(size_t lack) {
  char text[200];
  int length = snprintf(text, sizeof text,
                        "zobench: OpenBLAS needs %zu MiB more of address space than 'ulimit -v' "
                        "leaves; raise the limit or use fewer threads\n", lack >> 20);
  if (write(STDERR_FILENO, text, (size_t)length) < 0) _exit(ZO_DENIED);
  _exit(ZO_DENIED);
}

void zo_prepare_blas(void) {
  if (!zo_address_limited()) return;
  size_t fit = zo_room() / buffer, threads = (size_t)zo_threads();
  size_t had = (size_t)atomic_load(&reserved);
  if (threads > fit + had) threads = fit + had;
  zo_set_threads((int)threads);
  size_t lack = zo_reserve_blas(zo_threads());
  if (lack) give_up(lack);
}

void zo_enter_blas(void) {
  int now = atomic_fetch_add(&inside, 1) + 1;
  if (now <= atomic_load(&reserved)) return;
  size_t lack = zo_reserve_blas(now);
  if (lack) give_up(lack);
}

void zo_leave_blas(void) { atomic_fetch_sub(&inside, 1); }

void *zo_allocate(size_t bytes, size_t alignment) {
  void *place = NULL;
  return posix_memalign(&place, alignment, bytes ? bytes : 1) ? NULL : place;
}
