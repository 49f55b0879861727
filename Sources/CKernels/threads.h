// How many threads a product gets (blas.c).
#ifndef ZO_THREADS_H
#define ZO_THREADS_H

// For a product of so many multiply-adds.
int zo_threads_for(double work);

#endif
