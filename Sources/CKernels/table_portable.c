// The reference table: no instruction set beyond the platform's baseline.
#define ZO_TABLE zo_table_portable
#define ZO_NAME "portable"
#include "bodies.h"
