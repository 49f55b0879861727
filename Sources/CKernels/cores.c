// Kernels of OpenBLAS that suit the processor.
//
// OpenBLAS knows processors by their model and takes one that is newer than itself for one of 2004:
// a fifth of the speed. It looks at its variable once, before main, so the program sets the
// variable and starts itself anew in its place. In the same way it starts without OpenBLAS's own
// threads where the address space has a limit (room.c).
#include <cblas.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "include/zo_kernels.h"

static const char variable[] = "OPENBLAS_CORETYPE";
// Names the core that OpenBLAS had chosen; with it a program never starts itself again.
static const char mark[] = "ZOBENCH_BLAS_REPLACED";
// OpenBLAS's own threads, which map memory of their own as soon as it is loaded; the mark keeps
// what the user had said.
static const char threads_variable[] = "OPENBLAS_NUM_THREADS";
static const char threads_mark[] = "ZOBENCH_BLAS_THREADS";

// Cores whose kernels are without fused multiply-adds, and those that have them but no AVX-512.
static const char *const without_fma[] = {
  "Prescott", "Core2", "Penryn", "Dunnington", "Nehalem", "Sandybridge", "Atom", "Nano", "Generic",
  "Katmai", "Coppermine", "Northwood", "Banias", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona",
  "Bobcat", "Bulldozer", "Unknown", NULL,
};
static const char *const without_avx512[] = {
  "Haswell", "Zen", "Piledriver", "Steamroller", "Excavator", NULL,
};

static int lists(const char *const *names, const char *name) {
  for (; *names; names++)
    if (!strcasecmp(*names, name)) return 1;
  return 0;
}

const char *zo_better_core(const char *core, const char *kernels) {
  if (!strcmp(kernels, "avx512") && (lists(without_fma, core) || lists(without_avx512, core)))
    return "SkylakeX";
  return !strcmp(kernels, "avx2") && lists(without_fma, core) ? "Haswell" : NULL;
}

static char replaced[32];
const char *zo_replaced_core(void) { return replaced; }

// OpenBLAS has read its variables; programs that this one starts look for themselves.
static int was_replaced(void) {
  const char *core = getenv(mark), *threads = getenv(threads_mark);
  if (!core && !threads) return 0;
  if (core && *core) {
    strncpy(replaced, core, sizeof replaced - 1);
    unsetenv(variable);
  }
  if (threads && *threads) setenv(threads_variable, threads, 1);
  else if (threads) unsetenv(threads_variable);
  unsetenv(mark);
  unsetenv(threads_mark);
  return 1;
}

void zo_replace_core(char *const *arguments) {
  if (was_replaced()) return;
  const char *core = openblas_get_corename();
  const char *better = getenv(variable) ? NULL : zo_better_core(core, zo_processor_kernels());
  const char *threads = getenv(threads_variable);
  int is_alone = !zo_address_limited() || (threads && !strcmp(threads, "1"));
  if (!better && is_alone) return;
  char path[4096] = "";
  // By its name, which the process is then called by.
  if (readlink("/proc/self/exe", path, sizeof path - 1) <= 0) return;
  if (setenv(mark, better ? core : "", 1) || (better && setenv(variable, better, 1))) return;
  if (!is_alone) {
    if (setenv(threads_mark, threads ? threads : "", 1)) return;
    if (setenv(threads_variable, "1", 1)) return;
  }
  execv(path, arguments);
  was_replaced();
  replaced[0] = 0;
}
