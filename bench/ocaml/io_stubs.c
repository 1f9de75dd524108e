/* A job that does nothing: what is left is the way to a worker and back. */
#include <caml/mlvalues.h>
#include <lwt_unix.h>

struct job_nothing {
  struct lwt_unix_job job;
};

static void worker_nothing(struct job_nothing *job) { (void)job; }

static value result_nothing(struct job_nothing *job) {
  lwt_unix_free_job(&job->job);
  return Val_unit;
}

CAMLprim value bench_nothing_job(value unit) {
  (void)unit;
  LWT_UNIX_INIT_JOB(job, nothing, 0);
  return lwt_unix_alloc_job(&job->job);
}
