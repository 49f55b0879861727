// Message passing among processes that a launcher started together, by an MPI library that is
// loaded at run time.
#ifndef ZO_MPI_H
#define ZO_MPI_H

#include <stddef.h>

// Joins the processes; 0, or one of the reasons below. Called once, from the thread that also makes
// all other calls, or with calls of several threads kept apart.
enum {
  ZO_MPI_READY = 0,
  ZO_MPI_NO_LIBRARY = 1,
  // The library's handles are neither Open MPI's nor those of MPICH and its relatives.
  ZO_MPI_UNKNOWN = 2,
  ZO_MPI_FAILED = 3,
};
int zo_mpi_join(void);

int zo_mpi_rank(void);
int zo_mpi_size(void);
// The library's description of itself; "" before it is loaded.
const char *zo_mpi_version(void);

// count floats of every process, in the order of ranks, into size · count floats.
// These return 0, or the library's error code.
int zo_mpi_gather(const float *own, size_t count, float *all);
// The sums over processes, the same bits everywhere.
int zo_mpi_sum(float *values, size_t count);
// The bytes of rank 0, everywhere.
int zo_mpi_broadcast(void *bytes, size_t count);

// Leaves after all others are there, too.
int zo_mpi_leave(void);

#endif
