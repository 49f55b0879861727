// The reference table: no instruction set beyond the platform's baseline.
#define ZO_TABLE zo_table_portable
#define ZO_NAME "portable"
// Groups of random numbers that are made together (vector_random.h).
#define ZO_GROUPS 2
// Sums of a product in registers: so many rows of so many vectors of sixteen.
#define ZO_PRODUCT_ROWS 4
#define ZO_PRODUCT_VECTORS 1
#include "bodies.h"
