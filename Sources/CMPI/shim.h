#ifndef RLFRAMEWORK_CMPI_SHIM_H
#define RLFRAMEWORK_CMPI_SHIM_H
// MPI names its communicators and types by macros that Swift cannot read. No call here looks at a return value: MPI's
// default error handler ends all ranks with a message.
#include <mpi.h>

static inline int cmpi_is_started(void) {
  int flag = 0;
  MPI_Initialized(&flag);
  return flag;
}

// One thread of each rank talks to MPI; the rank may have others.
static inline void cmpi_start(int *rank, int *size) {
  int provided = 0;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, rank);
  MPI_Comm_size(MPI_COMM_WORLD, size);
}

static inline void cmpi_finish(void) { MPI_Finalize(); }

static inline void cmpi_send(const void *bytes, int count, int rank, int tag) {
  MPI_Send(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

// Returns the rank that a message with this tag has come from, or -1.
static inline int cmpi_source_of_next(int tag) {
  int flag = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &flag, &status);
  return flag ? status.MPI_SOURCE : -1;
}

static inline void cmpi_receive(void *bytes, int count, int rank, int tag) {
  MPI_Recv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

#endif
