#ifndef RLFRAMEWORK_COPENBLAS_SHIM_H
#define RLFRAMEWORK_COPENBLAS_SHIM_H
#include <cblas.h>
#endif
