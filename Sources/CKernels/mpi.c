// Message passing by whatever MPI library is there: no build needs one. Handles are looked up,
// since the two families of libraries differ in them: pointers to objects in Open MPI, numbers in
// MPICH and its relatives (their common ABI: MPICH, Intel MPI, MVAPICH, Cray).
#include "include/zo_mpi.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void *handle;

static int (*init_thread)(int *, char ***, int, int *);
static int (*comm_rank)(handle, int *);
static int (*comm_size)(handle, int *);
static int (*library_version)(char *, int *);
static int (*allgather)(const void *, int, handle, void *, int, handle, handle);
static int (*bcast)(void *, int, handle, int, handle);
static int (*reduce)(const void *, void *, int, handle, handle, int, handle);
static int (*finalize)(void);

static handle world, float_type, byte_type, sum_operation, in_place;
static int own_rank = 0, processes = 1, is_ready = 0;
static char version[8192] = "";

// Counts are ints: longer messages are sent in pieces.
static const size_t piece = (size_t)1 << 28;
enum { THREAD_SERIALIZED = 2 };

static void *library(void) {
  const char *named = getenv("ZOBENCH_MPI");
  // Open MPI's plug-ins look its symbols up among the global ones.
  if (named && *named) return dlopen(named, RTLD_NOW | RTLD_GLOBAL);
  const char *open_mpi[] = {"libmpi.so.40", "libmpi.so.80", "libmpi.so", "libmpich.so.12"};
  const char *mpich[] = {"libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"};
  // Hydra, the launcher of MPICH and its relatives, says its own variable and not Open MPI's.
  const int is_hydra = getenv("PMI_RANK") && !getenv("OMPI_COMM_WORLD_RANK");
  const char **names = is_hydra ? mpich : open_mpi;
  void *found = NULL;
  for (int i = 0; i < 4 && !found; i++) found = dlopen(names[i], RTLD_NOW | RTLD_GLOBAL);
  return found;
}

// The description may be asked for before anything else.
static int has_mpich_handles(void) {
  const char *family[] = {"MPICH", "Intel", "MVAPICH", "CRAY"};
  for (int i = 0; i < 4; i++) if (strstr(version, family[i])) return 1;
  return 0;
}

static int find_handles(void *from) {
  world = dlsym(from, "ompi_mpi_comm_world");
  if (world) {
    float_type = dlsym(from, "ompi_mpi_float");
    byte_type = dlsym(from, "ompi_mpi_byte");
    sum_operation = dlsym(from, "ompi_mpi_op_sum");
    in_place = (void *)(intptr_t)1;
    return float_type && byte_type && sum_operation;
  }
  if (!has_mpich_handles()) return 0;
  world = (handle)(intptr_t)0x44000000;
  float_type = (handle)(intptr_t)0x4c00040a;
  byte_type = (handle)(intptr_t)0x4c00010d;
  sum_operation = (handle)(intptr_t)0x58000003;
  in_place = (void *)(intptr_t)-1;
  return 1;
}

static int find_functions(void *from) {
  *(void **)&init_thread = dlsym(from, "MPI_Init_thread");
  *(void **)&comm_rank = dlsym(from, "MPI_Comm_rank");
  *(void **)&comm_size = dlsym(from, "MPI_Comm_size");
  *(void **)&library_version = dlsym(from, "MPI_Get_library_version");
  *(void **)&allgather = dlsym(from, "MPI_Allgather");
  *(void **)&bcast = dlsym(from, "MPI_Bcast");
  *(void **)&reduce = dlsym(from, "MPI_Reduce");
  *(void **)&finalize = dlsym(from, "MPI_Finalize");
  return init_thread && comm_rank && comm_size && library_version && allgather && bcast &&
         reduce && finalize;
}

// The first line, up to a comma: "Open MPI v4.1.4", "MPICH Version: 4.0.2".
static void read_version(void) {
  int length = 0;
  if (library_version(version, &length)) version[0] = 0;
  for (char *c = version; *c; c++) {
    if (*c == '\t') *c = ' ';
    if (*c == '\n' || *c == ',') { *c = 0; break; }
  }
}

int zo_mpi_join(void) {
  void *from = library();
  if (!from) return ZO_MPI_NO_LIBRARY;
  if (!find_functions(from)) return ZO_MPI_UNKNOWN;
  read_version();
  if (!find_handles(from)) return ZO_MPI_UNKNOWN;
  int given = 0;
  if (init_thread(NULL, NULL, THREAD_SERIALIZED, &given)) return ZO_MPI_FAILED;
  if (comm_rank(world, &own_rank) || comm_size(world, &processes)) return ZO_MPI_FAILED;
  is_ready = 1;
  return ZO_MPI_READY;
}

int zo_mpi_rank(void) { return own_rank; }
int zo_mpi_size(void) { return processes; }
const char *zo_mpi_version(void) { return version; }

int zo_mpi_gather(const float *own, size_t count, float *all) {
  if (count > piece) return -1;
  return allgather(own, (int)count, float_type, all, (int)count, float_type, world);
}

int zo_mpi_sum(float *values, size_t count) {
  int failure = 0;
  for (size_t start = 0; start < count && !failure; start += piece) {
    const int part = (int)(count - start < piece ? count - start : piece);
    float *here = values + start;
    // One process sums and tells the others, so that all have the same bits.
    const void *own = own_rank == 0 ? in_place : here;
    failure = reduce(own, here, part, float_type, sum_operation, 0, world);
    if (!failure) failure = bcast(here, part, float_type, 0, world);
  }
  return failure;
}

int zo_mpi_broadcast(void *bytes, size_t count) {
  int failure = 0;
  for (size_t start = 0; start < count && !failure; start += piece) {
    const int part = (int)(count - start < piece ? count - start : piece);
    failure = bcast((char *)bytes + start, part, byte_type, 0, world);
  }
  return failure;
}

int zo_mpi_leave(void) {
  if (!is_ready) return 0;
  is_ready = 0;
  return finalize();
}
