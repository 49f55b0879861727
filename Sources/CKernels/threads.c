// A pool of threads that share the parts of one job.
//
// A worker waits for the next job in a loop for some tens of microseconds, as long as the gaps
// between the jobs of a step are, and then sleeps. The caller waits for the last parts in the same
// way: while it sleeps, a worker that another process keeps from its core may have the caller's. One
// job runs at a time: whoever comes while the pool is taken, a part of a running job too, does its
// parts alone.
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "include/zo_kernels.h"

enum { MOST_WORKERS = 255, SPINS = 4000, PATIENCE = 2000 };

// Threads of a job; 0 is as many as there are processors.
static atomic_int allowed = 0;

// The job's number, whether it still takes workers in, and how many are at it, in one word: a
// worker joins by changing it, so none can join a job that was closed meanwhile.
static _Atomic uint64_t state;
enum { OPEN = 1 << 16, INSIDE = OPEN - 1, NUMBER = 17 };

static struct {
  zo_part part;
  void *context;
  size_t parts;
  // Workers with lower numbers than this take part.
  int workers;
} job;
static atomic_size_t next_part;

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;  // of the caller whose job it is
static pthread_mutex_t bed = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t alarm_clock = PTHREAD_COND_INITIALIZER;
static atomic_int sleeping;
static pthread_cond_t finish = PTHREAD_COND_INITIALIZER;
// Whether the caller sleeps until all workers are out.
static atomic_int waiting;
static int started;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void do_parts(void) {
  size_t index;
  while ((index = atomic_fetch_add(&next_part, 1)) < job.parts) job.part(job.context, index);
}

// Whether there is a job that this worker has not seen.
static int is_news(uint64_t now, uint64_t seen) { return (now & OPEN) && now >> NUMBER != seen; }

static void sleep_until_news(uint64_t seen) {
  pthread_mutex_lock(&bed);
  atomic_fetch_add(&sleeping, 1);
  while (!is_news(atomic_load(&state), seen)) pthread_cond_wait(&alarm_clock, &bed);
  atomic_fetch_sub(&sleeping, 1);
  pthread_mutex_unlock(&bed);
}

static void leave(void) {
  uint64_t before = atomic_fetch_sub(&state, 1);
  if ((before & INSIDE) != 1 || !atomic_load(&waiting)) return;
  pthread_mutex_lock(&bed);
  pthread_cond_signal(&finish);
  pthread_mutex_unlock(&bed);
}

static void *work(void *argument) {
  const int number = (int)(intptr_t)argument;
  uint64_t seen = 0;
  for (int spins = 0;;) {
    uint64_t now = atomic_load(&state);
    if (!is_news(now, seen)) {
      if (++spins < SPINS) {
        pause_briefly();
      } else {
        sleep_until_news(seen);
        spins = 0;
      }
    } else if (atomic_compare_exchange_weak(&state, &now, now + 1)) {
      seen = now >> NUMBER;
      if (number < job.workers) do_parts();
      leave();
      spins = 0;
    }
  }
  return NULL;
}

static void start_workers(int wanted) {
  for (; started < wanted; started++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, (void *)(intptr_t)started)) return;
    pthread_detach(thread);
  }
}

static void open_job(zo_part part, void *context, size_t parts, int workers) {
  job.part = part;
  job.context = context;
  job.parts = parts;
  job.workers = workers;
  atomic_store(&next_part, 0);
  atomic_store(&state, ((atomic_load(&state) >> NUMBER) + 1) << NUMBER | OPEN);
  if (atomic_load(&sleeping) == 0) return;
  pthread_mutex_lock(&bed);
  pthread_cond_broadcast(&alarm_clock);
  pthread_mutex_unlock(&bed);
}

// Takes no more workers in, and waits for those that are at their last part.
static void close_job(void) {
  atomic_fetch_and(&state, ~(uint64_t)OPEN);
  for (int spins = 0; atomic_load(&state) & INSIDE; spins++) {
    if (spins < PATIENCE) {
      pause_briefly();
      continue;
    }
    pthread_mutex_lock(&bed);
    atomic_store(&waiting, 1);
    while (atomic_load(&state) & INSIDE) pthread_cond_wait(&finish, &bed);
    atomic_store(&waiting, 0);
    pthread_mutex_unlock(&bed);
  }
}

void zo_parallel(size_t parts, zo_part part, void *context) {
  int threads = zo_threads();
  if (threads > 1 && parts > 1 && pthread_mutex_trylock(&turn) == 0) {
    int workers = parts < (size_t)threads ? (int)parts - 1 : threads - 1;
    start_workers(workers);
    open_job(part, context, parts, workers);
    do_parts();
    close_job();
    pthread_mutex_unlock(&turn);
  } else {
    for (size_t index = 0; index < parts; index++) part(context, index);
  }
}

void zo_set_threads(int threads) {
  if (threads < 1) threads = 1;
  atomic_store(&allowed, threads > MOST_WORKERS ? MOST_WORKERS + 1 : threads);
}

int zo_threads(void) {
  int threads = atomic_load(&allowed);
  if (threads) return threads;
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  zo_set_threads(processors < MOST_WORKERS ? (int)processors : MOST_WORKERS);
  return atomic_load(&allowed);
}
